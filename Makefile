PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
MODEL := qwen2.5-coder-1.5b

.PHONY: help run demo test check fast format bench eval-smoke model samples clean

help:  ## Show this
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'

# The stamp is written last: an interrupted set-up is taken up again, a finished one is not repeated.
$(READY): pyproject.toml Makefile
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	@echo "Installing polyrec; llama.cpp is compiled here, which takes some minutes the first time."
	$(BIN)/python -m pip install --editable '.[local,hosted,redaction,eval]' --group dev
	mkdir -p .dev && ln -sfn .. .dev/polyrec
	touch $(READY)

model: $(READY)
	@$(BIN)/polyrec models pull $(MODEL)

samples: $(READY)
	@$(BIN)/polyrec samples

run: model samples  ## Set up what is missing, and open the chat
	@$(BIN)/polyrec chat

demo: model samples  ## One real turn in each of six languages
	@$(BIN)/polyrec demo

check: $(READY)  ## Format, lint, types, import contracts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy -p polyrec
	$(BIN)/lint-imports

fast: $(READY)  ## The tests that need no model
	$(BIN)/pytest

test: check model  ## Everything that must pass: checks, all tests, with the real model too, and a small evaluation
	$(BIN)/pytest -m ''
	$(MAKE) eval-smoke

# A few cases of every suite over the samples alone; no data folder is named, so what needs one says that it is skipped.
eval-smoke: model samples  ## A few cases of every suite, in under five minutes
	@for suite in wishes understanding conversations explanations redial diversity users profiles; do \
		$(BIN)/polyrec eval $$suite --model none --limit 36 --data . --fresh || exit 1; done
	@$(BIN)/polyrec eval speed --limit 1 --data . --fresh

format: $(READY)  ## Format and mend what can be mended
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: model samples  ## Speed and memory of a turn, without and with the model
	@$(BIN)/polyrec bench turn --model none
	@$(BIN)/polyrec bench turn

clean:  ## Remove what the set-up made here; catalogues and models stay
	rm -rf $(VENV) .dev build *.egg-info
