"""polyrec doctor: what is there, how fast it is, and what mends each gap."""

import typer


def doctor() -> None:
    """Check the installation, and measure it."""
    from polyrec.agent import load_config
    from polyrec.agent.doctor import examine

    gaps = 0
    for finding in examine(load_config()):
        mark = "ok " if finding.remedy is None else "-- "
        typer.echo(f"{mark} {finding.part:<22} {finding.state}")
        if finding.remedy:
            gaps += 1
            typer.echo(f"      {finding.remedy}")
    typer.echo(
        "Everything works."
        if not gaps
        else f"{gaps} part{'s' if gaps > 1 else ''} missing; what is there works without."
    )
