package mutants

// Worlds of the tables. The first ones come with the program.
var (
	small           = World{File: "scenarios/small.yaml"}
	chatDown        = World{File: "scenarios/chat-down.yaml"}
	flickerStorm    = World{File: "scenarios/flicker-storm.yaml"}
	identityOutage  = World{File: "scenarios/identity-outage.yaml"}
	killedAmid      = World{File: "scenarios/killed-amid-resets.yaml"}
	silence         = World{File: "scenarios/notifications-lost.yaml"}
	ownDomainListed = World{File: "scenarios/own-domain-listed.yaml"}
	recoveryStorm   = World{File: "scenarios/recovery-storm.yaml"}
	throttled       = World{File: "scenarios/throttled-without-retry-after.yaml"}
	longOpen        = World{File: "scenarios/outlook-2022-03.yaml", Variant: "long-open-informational", Fleet: "10%"}

	tornRounds   = World{File: "harness/mutants/worlds/torn-rounds.yaml"}
	linkedAnew   = World{File: "harness/mutants/worlds/linked-anew.yaml"}
	contested    = World{File: "harness/mutants/worlds/contested.yaml"}
	climbing     = World{File: "harness/mutants/worlds/climbing.yaml"}
	outOfReach   = World{File: "harness/mutants/worlds/out-of-reach.yaml"}
	offered      = World{File: "harness/mutants/worlds/offered.yaml"}
	longAndGappy = World{File: "harness/mutants/worlds/long-and-gappy.yaml"}
)

// Promises of package check, as rows name them.
const (
	readsAnswered = "reads-answered-from-cache"
	readsTrue     = "reads-true"
	staleSaySo    = "stale-answers-say-so"
	onlyFailing   = "relinks-only-failing"
	writesOnce    = "writes-once-in-order"
	keepUp        = "calendars-keep-up"
	caughtUp      = "caught-up-at-the-end"
	tokenKept     = "newest-token-kept"
	backInTime    = "back-in-time"
	fewUnordered  = "few-asked-unordered"
	hintsTried    = "hints-tried-with-care"
	keepPace      = "asks-keep-pace"
	wellAfter     = "well-after-a-round"
	oneAsk        = "one-open-ask"
	asOfForward   = "as-of-steps-forward"
	waits         = "waits-honoured"
	listed        = "helpless-are-listed"
	noViolations  = "no-violations"
	alertsClose   = "alerts-close"
	inTime        = "alerts-in-time"
	gapsJoin      = "gaps-join"
	outlast       = "alerts-outlast-restarts"
	noticesArrive = "notices-arrive"
)

func worlds(all ...World) []World { return all }

func edit(file, old, new string) []Edit { return []Edit{{File: file, Old: old, New: new}} }

// Worlds lists those of all rows, each once.
func Worlds() []World { return worldsOf(Table(), HarmlessTable()) }
