package operators

// Judgement is what somebody found who looked at a survivor.
type Judgement struct {
	Site   string // its key
	Change string // as it was then: a site whose change reads otherwise is another one
	// Equivalent: no run of the system can tell the change. Otherwise a promise or a
	// test is missing.
	Equivalent bool
	Why        string
}

// Judgements of survivors. One that something notices by now may stay.
func Judgements() []Judgement {
	return []Judgement{
		{"engine/attempt.go round.attempt negated 13", "w.State == system.WriteQueued becomes w.State != system.WriteQueued", true,
			"only the cause in a log line depends on it: neither a conflict nor a 404 names a time to wait for"},
		{"engine/cadence.go cadence.soonest sign 2", "past += width becomes past -= width", true,
			"it is for instants before 1970"},
		{"engine/mailboxid.go round.identify connective 7", "ctx.Err() == nil && !errors.Is(err, errAbandoned) becomes ctx.Err() == nil || !errors.Is(err, errAbandoned)", true,
			"what is abandoned is either at its end, or linked anew: then the first round asks for the id whatever was noted"},
		{"engine/subscribe.go round.keepSubscribed boundary 1", "e.RetryAfter > 0 becomes e.RetryAfter >= 0", true,
			"to wait until now is not to wait, and a good round has just cleared what was named before"},
		{"engine/subscribe.go shorterLife boundary 2", "minutes > 1 becomes minutes >= 1", true,
			"a ceiling of one minute is not one that the provider names, and no other word of its message is the number 1"},
		{"relink/relinker.go Relinker.Start sign 1", "r.started++ becomes r.started--", true,
			"campaigns are told apart by the number, whichever way it counts"},
		{"relink/run.go run.one sign 1", "r.sent++ becomes r.sent--", true,
			"only whether it has changed matters; a log line tells the number"},
		{"relink/run.go run.withdraw negated 2", "err != nil becomes err == nil", true,
			"only a log line depends on it"},
		{"relink/unordered.go unordered.step dropped 3", "return err becomes _ = err; return nil", true,
			"only a log line depends on it: the step is over either way"},
		{"routing/ladder.go Ladder.Settled removed 2", "delete(l.failures, a.ID) is left out", true,
			"what is noted of an account that is well is not read, and its next failure replaces it"},
		{"routing/next.go climb.lasting boundary 1", "c.now.Sub(a.FailingSince) >= c.settings.Routing.Experiment.After.D() becomes c.now.Sub(a.FailingSince) > c.settings.Routing.Experiment.After.D()", true,
			"the ladder looks at instants of its own lane and accounts begin to fail at instants of theirs: the difference is never whole milliseconds"},
		{"routing/rungs.go higher boundary 1", "rank(b) > rank(a) becomes rank(b) >= rank(a)", true,
			"two rungs of one rank are the same rung"},
	}
}
