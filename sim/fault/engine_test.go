package fault_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/sim/fault"
	"anchorage/sim/journal"
	"anchorage/sim/mailbox"
	"anchorage/sim/units"
)

var (
	from  = time.Date(2022, 3, 1, 20, 0, 0, 0, time.UTC)
	until = from.Add(88 * time.Hour)
)

// world is a fleet of 50 consumer and 30 work mailboxes; the cohort "few" is the
// first five of the consumers.
type world struct{ specs map[string]*mailbox.Spec }

func newWorld() world {
	w := world{map[string]*mailbox.Spec{}}
	for i := range 50 {
		w.add(fmt.Sprintf("outlook-%02d", i), mailbox.OutlookCom)
	}
	for i := range 30 {
		w.add(fmt.Sprintf("work-%02d", i), mailbox.Microsoft365)
	}
	return w
}

func (w world) add(id, provider string) {
	w.specs[id] = &mailbox.Spec{ID: id, Provider: provider}
}

func (w world) members(provider, cohort string) []string {
	var ids []string
	for id, s := range w.specs {
		few := id < "outlook-05"
		if (provider == "" || s.Provider == provider) && (cohort == "" || cohort == "few" && few) {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}

func (w world) options(seed uint64) fault.Options {
	return fault.Options{Seed: 7 + keyedSeed(seed), From: from, Until: until, Members: w.members}
}

func (w world) engine(t testing.TB, rules ...fault.Rule) *fault.Engine {
	t.Helper()
	e, err := fault.New(rules, w.options(0))
	require.NoError(t, err)
	return e
}

// request is a delta request of one mailbox.
func (w world) request(id string, change ...func(*fault.Request)) fault.Request {
	r := fault.Request{
		HTTP:    httptest.NewRequest(http.MethodGet, "https://outlook.office.com/api/v2.0/me/calendarview", nil),
		Mailbox: w.specs[id], Operation: journal.Delta, Dialect: journal.OutlookREST, TokenKind: mailbox.Live,
	}
	for _, f := range change {
		f(&r)
	}
	return r
}

func header(name, value string) func(*fault.Request) {
	return func(r *fault.Request) { r.HTTP.Header.Add(name, value) }
}

func at(d time.Duration) units.Time { return units.Time{Time: from.Add(d)} }

func status(code int) fault.Inject { return fault.Inject{Status: code} }

func hit(d fault.Decision) bool { return len(d.Rules) > 0 }

func TestWindowEdges(t *testing.T) {
	w := newWorld()
	for name, c := range map[string]struct {
		rule        fault.Rule
		first, last time.Time // first instant in force, first no longer
	}{
		"Window":         {fault.Rule{At: at(time.Hour), Until: at(2 * time.Hour)}, from.Add(time.Hour), from.Add(2 * time.Hour)},
		"NoStart":        {fault.Rule{Until: at(2 * time.Hour)}, from, from.Add(2 * time.Hour)},
		"NoEnd":          {fault.Rule{At: at(time.Hour)}, from.Add(time.Hour), until},
		"EndBeyondWorld": {fault.Rule{Until: at(1000 * time.Hour)}, from, until},
	} {
		t.Run(name, func(t *testing.T) {
			c.rule.Name, c.rule.Inject = "one", status(503)
			e := w.engine(t, c.rule)
			for _, probe := range []struct {
				now time.Time
				in  bool
			}{{c.first.Add(-1), false}, {c.first, true}, {c.last.Add(-1), true}, {c.last, false}, {c.first, true}} {
				assert.Equal(t, probe.in, hit(e.Decide(probe.now, w.request("outlook-00"))), "%v", probe.now)
			}
			assert.Equal(t, []fault.Window{{Rule: "one", From: c.first, Until: c.last}}, e.Windows())
		})
	}
}

func TestFlickerPeriods(t *testing.T) {
	w := newWorld()
	rule := fault.Rule{
		Name: "flicker", At: at(time.Hour), Until: at(time.Hour + 100*time.Minute + 10*time.Second),
		Every: units.Duration(50 * time.Minute), For: units.Duration(40 * time.Second), Inject: status(503),
	}
	e := w.engine(t, rule)
	start := from.Add(time.Hour)
	want := []fault.Window{
		{Rule: "flicker", From: start, Until: start.Add(40 * time.Second)},
		{Rule: "flicker", From: start.Add(50 * time.Minute), Until: start.Add(50*time.Minute + 40*time.Second)},
		{Rule: "flicker", From: start.Add(100 * time.Minute), Until: start.Add(100*time.Minute + 10*time.Second)},
	}
	assert.Equal(t, want, e.Windows(), "the last period is cut off by until")
	for _, span := range want {
		for _, probe := range []struct {
			now time.Time
			in  bool
		}{{span.From.Add(-1), false}, {span.From, true}, {span.Until.Add(-1), true}, {span.Until, false}} {
			assert.Equal(t, probe.in, hit(e.Decide(probe.now, w.request("work-00"))), "%v", probe.now)
		}
	}
}

func TestWindowsAreSorted(t *testing.T) {
	w := newWorld()
	e := w.engine(t,
		fault.Rule{Name: "late", At: at(3 * time.Hour), Inject: status(503)},
		fault.Rule{Name: "flicker", Every: units.Duration(40 * time.Hour), For: units.Duration(time.Minute), Inject: status(500)},
		fault.Rule{Name: "early", Until: at(time.Hour), Inject: status(502)},
		fault.Rule{Name: "never", At: units.Time{Time: until}, Inject: status(502)},
		fault.Rule{Name: "before", Until: units.Time{Time: from}, Inject: status(502)},
	)
	var order []string
	for _, span := range e.Windows() {
		order = append(order, span.Rule)
	}
	assert.Equal(t, []string{"flicker", "early", "late", "flicker", "flicker"}, order)
}

func TestCombination(t *testing.T) {
	w := newWorld()
	latency := func(d time.Duration) *fault.Latency { return &fault.Latency{Median: units.Duration(d)} }
	e := w.engine(t,
		fault.Rule{Name: "slow", Inject: fault.Inject{Latency: latency(time.Second)}},
		fault.Rule{Name: "hint", Inject: fault.Inject{Routing: fault.HintRequired}},
		fault.Rule{Name: "first", Inject: fault.Inject{Status: 503, Code: "UnknownError", Headers: map[string]string{"x-trace": "1"}}},
		fault.Rule{Name: "second", Inject: fault.Inject{Timeout: true}},
		fault.Rule{Name: "other status", Inject: status(500)},
		fault.Rule{Name: "throttled", Inject: fault.Inject{Throttle: &fault.Throttle{}}},
		fault.Rule{Name: "third", Inject: fault.Inject{Refuse: true, Latency: latency(2 * time.Second)}},
		fault.Rule{Name: "lookup", Inject: fault.Inject{Routing: fault.Lookup}},
	)
	d := e.Decide(from, w.request("outlook-00"))
	assert.Equal(t, fault.Decision{
		Rules:   []string{"slow", "hint", "first", "third", "lookup"},
		Routing: fault.Lookup,
		Latency: 3 * time.Second,
		Answer:  &fault.Answer{Status: 503, Code: "UnknownError", Header: http.Header{"X-Trace": {"1"}}},
	}, d)
	assert.Equal(t, []fault.Count{
		{Rule: "slow", Hits: 1}, {Rule: "hint", Hits: 1}, {Rule: "first", Hits: 1},
		{Rule: "second", Overruled: 1}, {Rule: "other status", Overruled: 1}, {Rule: "throttled", Overruled: 1},
		{Rule: "third", Hits: 1}, {Rule: "lookup", Hits: 1},
	}, e.Counts())
}

func TestDecisionsDoNotShareTheirList(t *testing.T) {
	w := newWorld()
	e := w.engine(t,
		fault.Rule{Name: "all", Inject: fault.Inject{Latency: &fault.Latency{Median: units.Duration(time.Second)}}},
		fault.Rule{Name: "outlook", Match: fault.Match{Provider: mailbox.OutlookCom}, Inject: status(503)},
		fault.Rule{Name: "work", Match: fault.Match{Provider: mailbox.Microsoft365}, Inject: status(500)},
	)
	a, b := e.Decide(from, w.request("outlook-00")), e.Decide(from, w.request("work-00"))
	assert.Equal(t, []string{"all", "outlook"}, a.Rules)
	assert.Equal(t, []string{"all", "work"}, b.Rules)
}

func TestRoutingLeavesSignInAlone(t *testing.T) {
	w := newWorld()
	e := w.engine(t, fault.Rule{Name: "hint", Match: fault.Match{Provider: mailbox.OutlookCom}, Inject: fault.Inject{Routing: fault.HintRequired}})
	signIn := w.request("outlook-00", func(r *fault.Request) { r.Dialect, r.Operation = journal.OAuth, journal.Token })
	assert.Equal(t, fault.Decision{}, e.Decide(from, signIn))
	assert.Equal(t, fault.HintRequired, e.Decide(from, w.request("outlook-00")).Routing)
	assert.Equal(t, 1, e.Counts()[0].Hits)
}

func TestNearMisses(t *testing.T) {
	w := newWorld()
	e := w.engine(t, fault.Rule{
		Name: "one", At: at(time.Hour),
		Match:  fault.Match{Provider: mailbox.OutlookCom, Method: http.MethodGet, Header: fault.HeaderMatch{Absent: []string{"x-anchormailbox"}}},
		Inject: status(503),
	})
	now := from.Add(time.Hour)
	hinted := header("X-AnchorMailbox", "somebody@example.com")
	e.Decide(from, w.request("outlook-00"))        // not in force
	e.Decide(now, w.request("outlook-00"))         // hit
	e.Decide(now, w.request("outlook-00", hinted)) // all but the header
	e.Decide(now, w.request("work-00"))            // all but the provider
	e.Decide(now, w.request("work-00", hinted))    // two conditions fail
	e.Decide(now, w.request("", func(r *fault.Request) { r.Mailbox = nil }))
	assert.Equal(t, []fault.Count{{Rule: "one", Hits: 1, NearMisses: 3}}, e.Counts())
}

func TestExplain(t *testing.T) {
	w := newWorld()
	e := w.engine(t,
		fault.Rule{Name: "later", At: at(time.Hour), Inject: status(503)},
		fault.Rule{Name: "work", Match: fault.Match{Provider: mailbox.Microsoft365}, Inject: status(503)},
		fault.Rule{Name: "few", Match: fault.Match{Cohort: "few"}, Inject: status(503)},
		fault.Rule{Name: "hinted", Match: fault.Match{Header: fault.HeaderMatch{Equal: map[string]string{"Authorization": "Bearer secret"}}}, Inject: status(503)},
		fault.Rule{Name: "all", Inject: status(503)},
		fault.Rule{Name: "too late", Inject: fault.Inject{Refuse: true}},
	)
	r := w.request("outlook-09", header("Authorization", "Bearer other secret"))
	got := e.Explain(from, r)
	assert.Equal(t, []fault.Explanation{
		{Rule: "later", FirstFailed: "time: in force from 2022-03-01T21:00:00Z"},
		{Rule: "work", InForce: true, FirstFailed: "provider: a mailbox of outlook.com, not microsoft365"},
		{Rule: "few", InForce: true, FirstFailed: "cohort: outlook-09 is not in few"},
		{Rule: "hinted", InForce: true, FirstFailed: `header.equal: Authorization is something other than "Bearer secret"`},
		{Rule: "all", InForce: true, Hit: true},
		{Rule: "too late", InForce: true, FirstFailed: "inject: an earlier rule had answered"},
	}, got)
	for _, c := range e.Counts() {
		assert.Zero(t, c.Hits+c.NearMisses, "explaining counts nothing")
	}
}

func TestNew(t *testing.T) {
	w := newWorld()
	t.Run("ErrClock", func(t *testing.T) {
		_, err := fault.New(nil, fault.Options{From: from, Until: from})
		assert.ErrorContains(t, err, "clock")
	})
	t.Run("ErrEveryProblem", func(t *testing.T) {
		_, err := fault.New([]fault.Rule{{Name: "a"}, {Inject: status(503)}}, w.options(0))
		assert.ErrorContains(t, err, "faults[0].inject")
		assert.ErrorContains(t, err, "faults[1].name")
	})
	t.Run("ErrNobodyTellsMembers", func(t *testing.T) {
		_, err := fault.New([]fault.Rule{{Name: "a", Match: fault.Match{Share: 0.5}, Inject: status(503)}}, fault.Options{From: from, Until: until})
		assert.ErrorContains(t, err, "members")
	})
}

func TestNothingActsNothingAllocated(t *testing.T) {
	w := newWorld()
	e := w.engine(t,
		fault.Rule{Name: "a", At: at(time.Hour), Inject: status(503)},
		fault.Rule{Name: "b", Match: fault.Match{Provider: mailbox.Microsoft365, Share: 0.5}, Inject: status(503)},
	)
	r := w.request("outlook-00")
	assert.Zero(t, testing.AllocsPerRun(100, func() { e.Decide(from, r) }))
}
