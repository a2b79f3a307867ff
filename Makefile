# Everything here needs Go and make only.

.PHONY: replay test lint bench seeds determinism alterations audit explore worlds mutants

replay: ## Replay the outage of March 2022; ends with a table and out/report.html
	@go run . replay --report out/report.html --json out/result.json

test: ## All tests, every scenario file included
	go test ./...

lint:
	go vet ./...
	go tool staticcheck ./...
	@test -z "$$(gofmt -l .)" || { echo "not formatted:"; gofmt -l .; exit 1; }

bench: ## Speed and memory; compare as ratios within one run
	go test -run '^$$' -bench . -benchmem ./...

seeds: ## The incident holds whatever the seed
	@for seed in 1 2 3; do go run . replay --variant as-it-happened --seed $$seed --report out/seed-$$seed.html || exit 1; done

determinism: ## One scenario, seed and build give one history, whatever else the machine does
	@go run . replay scenarios/small.yaml --check-determinism 10

alterations: ## Every expectation of every file and variant, and every alert rule, is missed in some altered world
	@ANCHORAGE_FULL=1 go test -count=1 -timeout 30m -run 'TestEveryExpectationCanBreak|TestEveryRuleShows' ./harness/ours ./harness/audit

explore: ## Draw worlds for ten minutes and keep those in which a promise breaks
	@go run . explore --for 10m

worlds: ## Two minutes of worlds nobody has seen; the number of the first is printed
	@go run . explore --for 2m --keep-going --out out/regressions

audit: ## Ask today's alert rules what they would do on each bad day of the matrix
	@go run . audit

mutants: ## Plant mistakes in the source one by one: each must break the promise named in its row; writes harness/mutants/README.md
	@go run ./harness/mutants/run
