package mutants

// Mutant is one mistake, planted in the product's source.
type Mutant struct {
	Number  int
	Name    string // the mistake, in words
	Promise string // that it breaks, by its letter in Promises
	Edits   []Edit
	Caught  string  // name of the promise or expectation that must break; "" if Open
	Worlds  []World // in which it may break, in the order in which they are tried
	Open    string  // why nothing catches it yet; "" when something must
}

// Harmless is a change that must not be taken for a mistake: every verdict of its
// worlds stays as it is.
type Harmless struct {
	Number int
	Name   string
	Edits  []Edit
	Worlds []World
}

// Edit replaces a text that occurs exactly once in a file of the module.
type Edit struct {
	File     string // slash-separated, from the module's root
	Old, New string
}

// World is what is replayed.
type World struct {
	File    string // scenario file, slash-separated, from the module's root
	Variant string // of the file; "" for its base
	Fleet   string // share of every fleet, as "10%"; "" for all
}

// String names a world as a person would: the file's name, and what of it.
func (w World) String() string {
	name := baseName(w.File)
	if w.Variant != "" {
		name += ", " + w.Variant
	}
	if w.Fleet != "" {
		name += ", " + w.Fleet + " of the fleet"
	}
	return name
}

// Promises says what the letters of the table stand for.
var Promises = []struct{ Letter, Text string }{
	{"C1", "a read is answered in bounded time and sends no request to the provider"},
	{"C2", "a read equals the provider's truth at one instant, not earlier than the as_of it states"},
	{"C3", "a round is visible whole or not at all"},
	{"C4", "as_of never goes back, and a failed round does not advance it"},
	{"C5", "after a crash cache and sync token belong together"},
	{"C6", "a sync token that is gone: the old cache serves until a complete round takes its place"},
	{"C7", "a broken answer deletes nothing"},
	{"C8", "an accepted write takes effect exactly once, in order; a conflict is told"},
	{"C9", "when faults have ended, the cache comes up to date in bounded time"},
	{"C10", "occurrences of series are the provider's, over changes of the clock too"},
	{"C11", "trouble of one account delays no other"},
	{"A1", "failures that last bring look_now in time"},
	{"A2", "one provider failing alerts for that provider, however small its fleet"},
	{"A3", "what a retry heals brings no notification"},
	{"A4", "each episode is delivered once and closed once"},
	{"A5", "a short gap does not make two episodes of one"},
	{"A6", "a restart neither resolves an alert nor delays one"},
	{"A7", "failing delivery, evaluation or scrapes show on another path, and what was missed arrives"},
	{"A8", "informational alerts that stay open escalate once; look_now inhibits review_soon of its provider"},
	{"A9", "review_soon is read in the first working minute"},
	{"R1", "only who fails, and whom nothing cheaper helps, is asked to relink; the pace holds"},
	{"R2", "503, 429, time-outs and identity outages alone never make the system ask, but for pilots"},
	{"R3", "who relinks while the outage lasts is well only after a round"},
	{"R4", "the newest token is durable before it is used"},
	{"R5", "another identity never mixes caches"},
	{"R6", "a routing experiment moves nobody to what does not help, and leaves no residue"},
	{"R7", "what nothing can help is listed"},
}
