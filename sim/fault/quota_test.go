package fault_test

import (
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/sim/fault"
	"anchorage/sim/keyed"
	"anchorage/sim/mailbox"
	"anchorage/sim/units"
)

func keyedSeed(n uint64) keyed.Seed { return keyed.Seed(n) }

// affected are the mailboxes that a rule acts on at an instant.
func (w world) affected(e *fault.Engine, now time.Time) []string {
	var ids []string
	for _, id := range w.members("", "") {
		if hit(e.Decide(now, w.request(id))) {
			ids = append(ids, id)
		}
	}
	return ids
}

func TestShareIsAnExactQuota(t *testing.T) {
	w := newWorld()
	for name, c := range map[string]struct {
		match fault.Match
		want  int
	}{
		"OfAll":      {fault.Match{Share: 0.2}, 16},
		"OfProvider": {fault.Match{Share: 0.2, Provider: mailbox.Microsoft365}, 6},
		"OfCohort":   {fault.Match{Share: 0.4, Cohort: "few"}, 2},
		"OfNobody":   {fault.Match{Share: 0.5, Cohort: "few", Provider: mailbox.Microsoft365}, 0},
		"Rounded":    {fault.Match{Share: 0.011, Provider: mailbox.OutlookCom}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			e := w.engine(t, fault.Rule{Name: "one", Match: c.match, Inject: status(503)})
			got := w.affected(e, from)
			assert.Len(t, got, c.want)
			assert.Equal(t, got, w.affected(e, until.Add(-1)), "a window keeps its mailboxes")
			for _, id := range got {
				assert.Contains(t, w.members(c.match.Provider, c.match.Cohort), id)
			}
		})
	}
}

func TestFlickerDrawsAnotherQuotaEachTime(t *testing.T) {
	w := newWorld()
	rule := fault.Rule{Name: "flicker", Every: units.Duration(time.Hour), For: units.Duration(time.Minute), Match: fault.Match{Share: 0.2}, Inject: status(503)}
	draw := func(seed uint64) [][]string {
		e, err := fault.New([]fault.Rule{rule}, w.options(seed))
		require.NoError(t, err)
		var periods [][]string
		for k := range 20 {
			now := from.Add(time.Duration(k) * time.Hour)
			ids := w.affected(e, now)
			assert.Len(t, ids, 16)
			assert.Equal(t, ids, w.affected(e, now.Add(time.Minute-1)), "one quota for the whole period")
			periods = append(periods, ids)
		}
		return periods
	}
	first := draw(0)
	for k := range first {
		for other := range k {
			assert.NotEqual(t, first[other], first[k], "periods %d and %d", other, k)
		}
	}
	assert.Equal(t, first, draw(0), "equal per seed")
	assert.NotEqual(t, first, draw(1))
}

func TestTwoRulesDrawApart(t *testing.T) {
	w := newWorld()
	e := w.engine(t,
		fault.Rule{Name: "a", Match: fault.Match{Share: 0.5}, Inject: fault.Inject{Latency: &fault.Latency{Median: units.Duration(time.Second)}}},
		fault.Rule{Name: "b", Match: fault.Match{Share: 0.5}, Inject: status(503)},
	)
	both := 0
	for _, id := range w.members("", "") {
		if len(e.Decide(from, w.request(id)).Rules) == 2 {
			both++
		}
	}
	assert.Greater(t, both, 5)
	assert.Less(t, both, 35)
}

func TestLatency(t *testing.T) {
	w := newWorld()
	rule := fault.Rule{Name: "slow", Inject: fault.Inject{Latency: &fault.Latency{Median: units.Duration(2 * time.Second), P95: units.Duration(10 * time.Second)}}}
	draw := func(seed uint64) []time.Duration {
		e, err := fault.New([]fault.Rule{rule}, w.options(seed))
		require.NoError(t, err)
		var all []time.Duration
		for k := range 2000 {
			d := e.Decide(from.Add(time.Duration(k)*time.Second), w.request("outlook-00")).Latency
			assert.Zero(t, d%time.Millisecond)
			all = append(all, d)
		}
		return all
	}
	all := draw(0)
	assert.Equal(t, all, draw(0))
	assert.NotEqual(t, all, draw(1))
	slices.Sort(all)
	assert.InDelta(t, 2, all[1000].Seconds(), 0.2)
	assert.InDelta(t, 10, all[1900].Seconds(), 1.5)
}

func TestOrderOfMailboxesChangesNothing(t *testing.T) {
	w := newWorld()
	rules := []fault.Rule{
		{Name: "flicker", Every: units.Duration(time.Hour), For: units.Duration(30 * time.Minute), Match: fault.Match{Share: 0.3}, Inject: status(503)},
		{Name: "slow", Inject: fault.Inject{Latency: &fault.Latency{Median: units.Duration(time.Second), P95: units.Duration(time.Minute)}}},
	}
	run := func(order []string) map[string]fault.Decision {
		e := w.engine(t, rules...)
		got := map[string]fault.Decision{}
		for _, id := range order {
			got[id] = e.Decide(from.Add(time.Minute), w.request(id))
		}
		return got
	}
	order := w.members("", "")
	forwards := run(order)
	slices.Reverse(order)
	assert.Equal(t, forwards, run(order))
}

func TestConcurrentUse(t *testing.T) {
	w := newWorld()
	e := w.engine(t, fault.Rule{Name: "flicker", Every: units.Duration(time.Hour), For: units.Duration(30 * time.Minute), Match: fault.Match{Share: 0.25}, Inject: status(503)})
	var all sync.WaitGroup
	for _, id := range w.members("", "") {
		all.Go(func() {
			r := w.request(id)
			for k := range 100 {
				e.Decide(from.Add(time.Duration(k)*7*time.Minute), r)
			}
		})
	}
	all.Wait()
	again := w.engine(t, fault.Rule{Name: "flicker", Every: units.Duration(time.Hour), For: units.Duration(30 * time.Minute), Match: fault.Match{Share: 0.25}, Inject: status(503)})
	for _, id := range w.members("", "") {
		for k := range 100 {
			again.Decide(from.Add(time.Duration(k)*7*time.Minute), w.request(id))
		}
	}
	assert.Equal(t, again.Counts(), e.Counts())
}
