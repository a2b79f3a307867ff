package check

import (
	"fmt"

	"anchorage/harness/history"
	"anchorage/scenarios"
)

// Kinds of verdict.
const (
	Promise     = "promise"
	Expectation = "expectation"
)

// promise is one thing that holds in every world.
type promise struct {
	name    string
	applies func(*view) bool // whether the occasion is scripted
	judge   func(*view) Verdict
}

// promises lists all, in the order in which they are told.
var promises = []promise{
	{"no-violations", always, noViolations},
	{"faults-fired", mustFire, faultsFired},
	{"reads-answered-from-cache", hasReads, readsAnswered},
	{"reads-true", hasReads, readsTrue},
	{"stale-answers-say-so", hasReads, staleSaySo},
	{"relinks-only-failing", relinksOrdered, relinksOnlyFailing},
	{"writes-once-in-order", writesMade, writesOnce},
	{"calendars-keep-up", sampled, calendarsKeepUp},
	{"back-in-time", someComeBack, backInTime},
	{"caught-up-at-the-end", compared, caughtUp},
	{"as-of-steps-forward", hasReads, asOfForward},
	{"newest-token-kept", interrupted, newestTokenKept},
	{"one-open-ask", relinksOrdered, oneOpenAsk},
	{"asks-keep-pace", relinksOrdered, asksKeepPace},
	{"well-after-a-round", relinkedAmid, wellAfterARound},
	{"few-asked-unordered", askedUnordered, fewAskedUnordered},
	{"hints-tried-with-care", rerouted, hintsTried},
	{"helpless-are-listed", someBeyond, helplessListed},
	{"waits-honoured", toldToWait, waitsHonoured},
	{"alerts-close", alertsOpened, alertsClose},
	{"alerts-in-time", alertsTimed, alertsInTime},
	{"alerts-of-who-fails", alertsAboutSomebody, alertsOfWhoFails},
	{"healed-is-silent", healedInTime, healedIsSilent},
	{"alerts-told-once", noticesOfRules, toldOnce},
	{"gaps-join", rulesTold, gapsJoin},
	{"alerts-outlast-restarts", restartedAmidAlerts, outlastRestarts},
	{"notices-arrive", refusedOrDown, noticesArrive},
	{"informational-escalates", escalationsJudged, escalated},
	{"pages-are-read", paged, pagesAreRead},
	{"claims-true", claimed, claimsTrue},
}

// expectation judges one kind of scenarios.Expectation.
type expectation struct {
	kind  string
	name  func(scenarios.Expectation) string // "" unless the expectation is of this kind
	judge func(*view, scenarios.Expectation) Verdict
}

// expectations lists every kind. A test fails when one is missing.
var expectations = []expectation{
	expect("cache", func(e scenarios.Expectation) *scenarios.ExpectCache { return e.Cache }, nameCache, expectCache),
	expect("failing", func(e scenarios.Expectation) *scenarios.ExpectFailing { return e.Failing }, nameFailing, expectFailing),
	expect("alert", func(e scenarios.Expectation) *scenarios.ExpectAlert { return e.Alert }, nameAlert, expectAlert),
	expect("noticed", func(e scenarios.Expectation) *scenarios.ExpectNoticed { return e.Noticed }, nameNoticed, expectNoticed),
	expect("recovered", func(e scenarios.Expectation) *scenarios.ExpectRecovered { return e.Recovered }, nameRecovered, expectRecovered),
	expect("makeup", func(e scenarios.Expectation) *scenarios.ExpectMakeup { return e.Makeup }, nameMakeup, expectMakeup),
	expect("relink", func(e scenarios.Expectation) *scenarios.ExpectRelink { return e.Relink }, nameRelink, expectRelink),
	expect("claim", func(e scenarios.Expectation) *scenarios.ExpectClaim { return e.Claim }, nameClaim, expectClaim),
	expect("silence", func(e scenarios.Expectation) *scenarios.ExpectSilence { return e.Silence }, nameSilence, expectSilence),
	expect("tried", func(e scenarios.Expectation) *scenarios.ExpectTried { return e.Tried }, nameTried, expectTried),
	expect("chat", func(e scenarios.Expectation) *scenarios.ExpectChat { return e.Chat }, nameChat, expectChat),
	expect("fresh", func(e scenarios.Expectation) *scenarios.ExpectFresh { return e.Fresh }, nameFresh, expectFresh),
	expect("writes", func(e scenarios.Expectation) *scenarios.ExpectWrites { return e.Writes }, nameWrites, expectWrites),
}

func expect[T any](kind string, part func(scenarios.Expectation) *T, name func(*T) string, judge func(*view, *T) Verdict) expectation {
	return expectation{
		kind: kind,
		name: func(e scenarios.Expectation) string {
			if part(e) == nil {
				return ""
			}
			return join(kind, name(part(e)))
		},
		judge: func(v *view, e scenarios.Expectation) Verdict { return judge(v, part(e)) },
	}
}

// Run judges a history: the promises that it had occasion for, then the
// expectations of its scenario in the file's order. Names are unique.
func Run(h *history.History) []Verdict {
	v := newView(h)
	var out []Verdict
	for _, p := range promises {
		if p.applies(v) {
			x := p.judge(v)
			x.Name, x.Kind = p.name, Promise
			out = append(out, x)
		}
	}
	for _, e := range h.Header.Expect {
		out = append(out, judgeExpectation(v, e))
	}
	distinguish(out)
	return out
}

func judgeExpectation(v *view, e scenarios.Expectation) Verdict {
	for _, x := range expectations {
		name := x.name(e)
		if name == "" {
			continue
		}
		out := x.judge(v, e)
		out.Name, out.Kind = name, Expectation
		if e.Name != "" {
			out.Name = e.Name
		}
		return out
	}
	out := verdict(Vacuous, 0, v.end(), "the expectation states nothing")
	out.Name, out.Kind = e.Name, Expectation
	if out.Name == "" {
		out.Name = "empty"
	}
	return out
}

// distinguish makes names unique by numbering the later ones.
func distinguish(all []Verdict) {
	taken := map[string]bool{}
	for i := range all {
		name := all[i].Name
		for n := 2; taken[name]; n++ {
			name = fmt.Sprintf("%s-%d", all[i].Name, n)
		}
		all[i].Name = name
		taken[name] = true
	}
}

// Overall is the exit code that verdicts ask for: 1 when one is broken, else 3
// when one is vacuous, else 0.
func Overall(all []Verdict) int {
	code := 0
	for _, v := range all {
		switch v.Status {
		case Broken:
			return 1
		case Vacuous:
			code = 3
		}
	}
	return code
}

// Promises names all of them, in the order in which they are told.
func Promises() []string {
	names := make([]string, len(promises))
	for i, p := range promises {
		names[i] = p.name
	}
	return names
}

// Expectations names all kinds of them.
func Expectations() []string {
	names := make([]string, len(expectations))
	for i, e := range expectations {
		names[i] = e.kind
	}
	return names
}
