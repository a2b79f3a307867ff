package check

// Letter is one promise as documents name it, and what judges it: promises of Run by
// name, or kinds of expectation.
type Letter struct {
	Letter string // as "C4"
	Text   string
	Checks []string // names of promises, or "expectation/KIND"
	Note   string   // why these are enough where they are not named after it; "" when it is plain
}

const byTheModel = "the model compares each answer with the provider's calendar at the instants that it may speak of; a violation is an answer that equals none of them"

// Letters lists every promise.
var Letters = []Letter{
	{"C1", "a read is answered in bounded time and sends no request to the provider", []string{"reads-answered-from-cache"}, ""},
	{"C2", "a read equals the provider's truth at one instant, not earlier than the as_of it states", []string{"reads-true", "stale-answers-say-so"}, ""},
	{"C3", "a round is visible whole or not at all", []string{"reads-true"}, byTheModel + ", as one of half a round does"},
	{"C4", "as_of never goes back, and a failed round does not advance it", []string{"as-of-steps-forward", "reads-true"}, ""},
	{"C5", "after a crash cache and sync token belong together", []string{"reads-true"}, byTheModel + ": what a token has skipped is lacking until a complete round, at every read, and reads after the crash are many"},
	{"C6", "a sync token that is gone: the old cache serves until a complete round takes its place", []string{"reads-true"}, byTheModel + ", as one of an emptied cache does, or of one that keeps what has vanished"},
	{"C7", "a broken answer deletes nothing", []string{"reads-true"}, byTheModel + ", as one of a calendar does from which something was deleted that is still there"},
	{"C8", "an accepted write takes effect exactly once, in order; a conflict is told", []string{"writes-once-in-order"}, ""},
	{"C9", "when faults have ended, the cache comes up to date in bounded time", []string{"calendars-keep-up", "back-in-time", "caught-up-at-the-end", "waits-honoured"}, ""},
	{"C10", "occurrences of series are the provider's, over changes of the clock too", []string{"reads-true"}, byTheModel + ", and its series are expanded by code of its own"},
	{"C11", "trouble of one account delays no other", []string{"calendars-keep-up"}, ""},
	{"A1", "failures that last bring look_now in time", []string{"alerts-in-time"}, ""},
	{"A2", "one provider failing alerts for that provider, however small its fleet", []string{"alerts-of-who-fails"}, ""},
	{"A3", "what a retry heals brings no notification", []string{"healed-is-silent"}, ""},
	{"A4", "each episode is delivered once and closed once", []string{"alerts-close", "alerts-told-once"}, ""},
	{"A5", "a short gap does not make two episodes of one", []string{"gaps-join"}, ""},
	{"A6", "a restart neither resolves an alert nor delays one", []string{"alerts-outlast-restarts"}, ""},
	{"A7", "failing delivery, evaluation or scrapes show on another path, and what was missed arrives", []string{"notices-arrive", "alerts-told-once"}, ""},
	{"A8", "informational alerts that stay open escalate once; look_now inhibits review_soon of its provider", []string{"informational-escalates"}, ""},
	{"A9", "review_soon is read in the first working minute", []string{"pages-are-read"}, ""},
	{"R1", "only who fails, and whom nothing cheaper helps, is asked to relink; the pace holds", []string{"relinks-only-failing", "one-open-ask", "asks-keep-pace", "expectation/relink"}, "whether a cheaper hint would have helped is what a scenario expects"},
	{"R2", "503, 429, time-outs and identity outages alone never make the system ask, but for pilots", []string{"few-asked-unordered", "expectation/relink"}, ""},
	{"R3", "who relinks while the outage lasts is well only after a round", []string{"well-after-a-round", "one-open-ask", "expectation/recovered"}, "what the system says of whoever has relinked while the outage lasts, that nobody is asked twice, and that all come back"},
	{"R4", "the newest token is durable before it is used", []string{"newest-token-kept"}, ""},
	{"R5", "another identity never mixes caches", []string{"reads-true", "writes-once-in-order"}, "a cache that is mixed equals no calendar, and a write in another mailbox is one that nobody asked for there"},
	{"R6", "a routing experiment moves nobody to what does not help, and leaves no residue", []string{"hints-tried-with-care", "expectation/recovered"}, "which hint each mailbox sends the provider's journal says; what the team has not ordered is the system's own"},
	{"R7", "what nothing can help is listed", []string{"helpless-are-listed"}, ""},
	{"T1", "the storm after an outage keeps the provider's limits", []string{"waits-honoured", "calendars-keep-up", "back-in-time", "expectation/recovered"}, "the time is the longest between two attempts and a poll, however many return at once: the provider limits mailboxes, not fleets"},
	{"T2", "what a status post claims is compared with the truth", []string{"claims-true", "expectation/claim"}, ""},
	{"T3", "no secret is in a log, history, chat, page, mail or error", []string{"no-violations"}, ""},
}
