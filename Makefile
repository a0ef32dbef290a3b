PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
MODEL := qwen2.5-coder-1.5b

.PHONY: help run demo test check fast format bench model samples clean

help:  ## Show this
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'

# The stamp is written last: an interrupted set-up is taken up again, a finished one is not repeated.
$(READY): pyproject.toml Makefile
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	@echo "Installing polyrec; llama.cpp is compiled here, which takes some minutes the first time."
	$(BIN)/python -m pip install --editable '.[local,hosted,eval]' --group dev
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

test: check model  ## Everything that must pass: checks, and all tests, with the real model too
	$(BIN)/pytest -m ''

format: $(READY)  ## Format and mend what can be mended
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: model samples  ## Speed and memory of a turn, without and with the model
	@$(BIN)/polyrec bench turn --model none
	@$(BIN)/polyrec bench turn

clean:  ## Remove what the set-up made here; catalogues and models stay
	rm -rf $(VENV) .dev build *.egg-info
