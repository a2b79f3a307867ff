# Everything here needs Go and make only.

.PHONY: replay test lint bench seeds determinism race whole audit explore worlds mutants operators

replay: ## Replay the outage of March 2022; ends with a table and out/report.html
	@go run . replay --report out/report.html --json out/result.json

test: ## All tests, every scenario file included; of what is long and many, samples
	go test -timeout 20m ./...

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

# Left out are tests that replay one machine again and again with other figures: hours of
# rules (alerting), of ladders and campaigns (service) and of series (world), most of the
# time of all. Their goroutines run in those that stay, and in the small world, which is
# whole.
RULES_FOR_HOURS = TestLookNow|TestShortFailures|TestGapsWithin|TestCalendarsStale|TestCredentialsRejected|TestInformationalEscalates|TestInhibition|TestEverydayFlicker|Test2022
SERIES_FOR_HOURS = TestSeriesAreCached|TestCalendarsHaveSeries
LADDERS_FOR_HOURS = TestLadder$$|TestLadderAssisted|TestLadderIgnores|TestPilotsWho|TestRelinkPace

race: ## A small world, and all that it is made of, under the race detector
	go test -race -short -timeout 20m -skip '$(RULES_FOR_HOURS)|$(LADDERS_FOR_HOURS)|$(SERIES_FOR_HOURS)' ./sim/... ./system/... ./harness/check ./harness/history ./harness/model ./harness/worker ./harness/world
	go test -race -short -run 'TestScenarios/small' ./harness/ours

# Packages whose tests live through a few worlds of many unless all are asked for: they
# look at ANCHORAGE_FULL.
SAMPLED = ./harness/audit ./harness/cli ./harness/explore ./harness/naive ./harness/ours ./harness/suttest ./harness/world ./system/alerting

whole: ## What `make test` takes samples of, all of it: every variant of every file, every expectation and alert rule missed in some altered world, the quick audit of today's rules, and longer tables
	@ANCHORAGE_FULL=1 go test -count=1 -timeout 40m $(SAMPLED)

explore: ## Draw worlds for ten minutes and keep those in which a promise breaks
	@go run . explore --for 10m

worlds: ## Two minutes of worlds, others each day; the number of the first is printed
	@go run . explore --for 2m --seed $$(date -u +%Y%m%d)000 --keep-going --out out/regressions

audit: ## Ask today's alert rules what they would do on each bad day of the matrix
	@go run . audit

mutants: ## Plant mistakes in the source one by one: each must break the promise named in its row; writes harness/mutants/README.md
	@go run ./harness/mutants/run

operators: ## Make mechanical changes at 120 places of engine, relinking and routing, and see who notices; writes harness/mutants/OPERATORS.md
	@go run ./harness/mutants/operators/run
