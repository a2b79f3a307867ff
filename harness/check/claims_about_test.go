package check_test

import (
	"testing"

	"anchorage/harness/check"
	"anchorage/sim/people"
)

// A claim is about whom it selects, and about nobody before they are linked.
func TestClaimsAboutSomebody(t *testing.T) {
	about := func(s people.Selector) *people.HealthClaim { return &people.HealthClaim{Select: s, Share: 1} }
	standard := about(people.Selector{Provider: orchid, Address: "standard"}) // one of the two
	fails := func(mailbox string) *built { return world(2).fails(mailbox, 60, 200) }
	waits := &people.HealthClaim{Select: people.Selector{Provider: orchid}, Share: 1, ExceptWaiting: true}
	timed(t, "claims-true", []timing{
		{"HeldOfTheOnlyOne", fails(o(2)).post(100, standard), check.Held, 1, ""},
		{"BrokenTheOnlyOneFails", fails(o(1)).post(100, standard), check.Broken, 1, "of orchid.example-standard are healthy; 0 of 1 (0 %) are"},
		{"HeldAFlickerIsNoFailedRound", world(2).fails(o(1), 95, 110).post(100, standard), check.Held, 1, ""},
		{"BrokenItBecameAFailedRound", world(2).fails(o(1), 95, off(110, moment)).post(100, standard), check.Broken, 1, ""},
		{"BrokenAsItBeginsToFail", world(2).fails(o(1), 100, 200).post(100, standard), check.Broken, 1, ""},
		{"HeldAMomentBefore", world(2).fails(o(1), off(100, moment), 200).post(100, standard), check.Held, 1, ""},
		{"HeldWhoeverWaitsIsLeftOut", fails(o(1)).ask(90, o(1), true).post(100, waits), check.Held, 1, ""},
		{"BrokenItIsAskedAMomentLater", fails(o(1)).ask(off(100, moment), o(1), true).post(100, waits), check.Broken, 1, ""},
		{"AboutNobodyWhenAllWait", fails(o(1)).fails(o(2), 60, 200).ask(90, o(1), true).ask(90, o(2), true).post(100, waits), "", 0, ""},
	})
	wholly(t, check.Verdict{Status: check.Held, Sample: 2, At: at(lasts), Message: "2 claims on the status page, and each is true or known to be a mistake"},
		fails(o(1)).post(50, standard).post(210, standard).promise("claims-true"))
	wholly(t, check.Verdict{Status: check.Broken, Sample: 2, At: at(100), Message: "the post of 2031-05-06 09:40 UTC claims that at least 100 % of orchid.example-standard are healthy; 0 of 1 (0 %) are",
		Evidence: []check.Evidence{proof(100, "status page, identified: text (claims 100 % healthy)")}},
		fails(o(1)).post(50, standard).post(100, standard).post(110, standard).promise("claims-true"))
}
