# Everything that a person or CI types. The work is done by npm scripts and by eastwest itself.
EASTWEST := node build/src/main.js

.PHONY: help build lab down check unit integration e2e test torture kills bench clean

help: ## this list
	@grep -hE '^[a-z0-9]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | sort

node_modules/.package-lock.json: package.json package-lock.json
	npm ci --no-audit --no-fund
	@touch $@

build: node_modules/.package-lock.json ## compile the program and the sample workloads
	npm run --silent build

lab: build ## bring the lab of chapter 12 up and judge it (installs a Docker engine where there is none)
	$(EASTWEST) up
	$(EASTWEST) run ch12

down: build ## remove the lab; images and caches stay
	$(EASTWEST) down

check: build ## format, lint, types
	npm run --silent check

unit: build ## unit tests, on this Node and on 22 and 24
	npm run --silent test:unit

integration: build ## each driver against the real tool
	npm run --silent test:integration

e2e: build ## the real lab, from nothing to down
	npm run --silent test:e2e

test: build ## all of the above; takes the lab ch12 of this machine down
	npm run --silent test

torture: build ## hours: every fault planted on the real lab, explained and mended; kills; labs of 1, 3, 4 clusters
	npm run --silent test:torture
	npm run --silent test:kills -- $(ARGS)

kills: build ## the kills, restarts and refusals of torture alone; ARGS='--only run --count 3 --seed 7'
	npm run --silent test:kills -- $(ARGS)

bench: build ## times and memory of labs of 1 to 4 clusters and of chapter 12, as JSON; takes the lab down
	npm run --silent bench

clean: ## remove what was compiled; caches stay
	rm -rf build node_modules
