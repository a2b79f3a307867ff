package fault_test

import (
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"anchorage/sim/fault"
	"anchorage/sim/journal"
	"anchorage/sim/units"
)

func operation(name string) func(*fault.Request) {
	return func(r *fault.Request) { r.Operation = name }
}

func query(text string) func(*fault.Request) {
	return func(r *fault.Request) { r.HTTP.URL.RawQuery = text }
}

func form(grant string) func(*fault.Request) {
	return func(r *fault.Request) {
		r.Operation, r.Dialect = journal.Token, journal.OAuth
		r.HTTP.PostForm = url.Values{"grant_type": {grant}}
	}
}

// Each kind, alone: what it decides, and the requests it leaves alone.
func TestKinds(t *testing.T) {
	w := newWorld()
	minute := units.Duration(time.Minute)
	notice := func(n fault.Notification) fault.Inject { return fault.Inject{Notifications: &n} }
	delta, refresh := w.request("work-00", query("$deltatoken=a.b")), w.request("work-00", form("refresh_token"))
	code, plain := w.request("work-00", form("authorization_code")), w.request("work-00")
	told := w.request("work-00", operation(journal.Notification))
	for name, row := range map[string]struct {
		inject fault.Inject
		want   fault.Decision
		acts   []fault.Request
		never  []fault.Request
	}{
		"reset before":  {fault.Inject{Reset: "before"}, fault.Decision{ResetBefore: true}, []fault.Request{plain, refresh}, []fault.Request{told}},
		"reset after":   {fault.Inject{Reset: "after"}, fault.Decision{ResetAfter: true}, []fault.Request{plain, refresh}, []fault.Request{told}},
		"cut_body":      {fault.Inject{CutBody: 0.5}, fault.Decision{CutBody: 0.5}, []fault.Request{plain, refresh}, []fault.Request{told}},
		"malformed":     {fault.Inject{Malformed: true}, fault.Decision{Malformed: true}, []fault.Request{plain, refresh}, []fault.Request{told}},
		"gone":          {fault.Inject{Gone: true}, fault.Decision{Gone: true}, []fault.Request{delta, w.request("work-00", query("%24skipToken=x"))}, []fault.Request{plain, refresh, told, w.request("work-00", operation(journal.ListEvents), query("$skiptoken=x"))}},
		"token":         {fault.Inject{Token: "revoked"}, fault.Decision{Token: "revoked"}, []fault.Request{refresh}, []fault.Request{code, plain, told}},
		"stale_reads":   {fault.Inject{StaleReads: minute}, fault.Decision{StaleBy: time.Minute}, []fault.Request{plain, delta}, []fault.Request{refresh, told, w.request("work-00", operation(journal.CreateEvent))}},
		"notices lost":  {notice(fault.Notification{Lost: true}), fault.Decision{Notice: fault.Notice{Lost: true}}, []fault.Request{told, {Operation: journal.Notification}}, []fault.Request{plain, refresh}},
		"notices late":  {notice(fault.Notification{Late: minute}), fault.Decision{Notice: fault.Notice{Late: time.Minute}}, []fault.Request{told}, []fault.Request{plain}},
		"notices twice": {notice(fault.Notification{Doubled: true}), fault.Decision{Notice: fault.Notice{Doubled: true}}, []fault.Request{told}, []fault.Request{plain}},
		"notices mixed": {notice(fault.Notification{Reordered: true}), fault.Decision{Notice: fault.Notice{Reordered: true}}, []fault.Request{told}, []fault.Request{plain}},
		"subscription":  {fault.Inject{Subscription: "removed"}, fault.Decision{Notice: fault.Notice{SubscriptionRemoved: true}}, []fault.Request{told}, []fault.Request{plain}},
	} {
		t.Run(name, func(t *testing.T) {
			e := w.engine(t, fault.Rule{Name: "one", Inject: row.inject})
			row.want.Rules = []string{"one"}
			for _, r := range row.acts {
				assert.Equal(t, row.want, e.Decide(from, r), r.Operation)
			}
			for _, r := range row.never {
				assert.Empty(t, e.Decide(from, r), r.Operation)
				assert.NotEmpty(t, e.Explain(from, r)[0].FirstFailed)
			}
			assert.Equal(t, len(row.acts), e.Counts()[0].Hits)
			assert.NotEmpty(t, fault.Describe(row.inject))
		})
	}
}

func TestHTMLAnswersSuccess(t *testing.T) {
	w := newWorld()
	a := w.engine(t, fault.Rule{Name: "page", Inject: fault.Inject{HTML: true}}).Decide(from, w.request("work-00")).Answer
	assert.Equal(t, 200, a.Status)
	assert.Equal(t, "text/html; charset=utf-8", a.Header.Get("Content-Type"))
	assert.Contains(t, a.Body, "<html>")
}

// Of all that settles a request the first rule wins, whatever the kinds are.
func TestFirstFateWins(t *testing.T) {
	w := newWorld()
	fates := []fault.Inject{status(503), {Timeout: true}, {Refuse: true}, {Reset: "before"}, {Reset: "after"}, {CutBody: 0.5}, {Malformed: true}, {HTML: true}, {Gone: true}}
	r := w.request("work-00", query("$deltatoken=a.b"))
	for i, first := range fates {
		for _, second := range fates[i+1:] {
			for _, order := range [][2]fault.Inject{{first, second}, {second, first}} {
				e := w.engine(t, fault.Rule{Name: "a", Inject: order[0]}, fault.Rule{Name: "b", Inject: order[1]})
				alone := w.engine(t, fault.Rule{Name: "a", Inject: order[0]})
				assert.Equal(t, alone.Decide(from, r), e.Decide(from, r), "%s, then %s", fault.Describe(order[0]), fault.Describe(order[1]))
				assert.Equal(t, 1, e.Counts()[1].Overruled)
			}
		}
	}
}

func TestNoticesCombine(t *testing.T) {
	w := newWorld()
	late := fault.Inject{Notifications: &fault.Notification{Late: units.Duration(time.Minute)}}
	e := w.engine(t, fault.Rule{Name: "a", Inject: late}, fault.Rule{Name: "b", Inject: late},
		fault.Rule{Name: "c", Inject: fault.Inject{Notifications: &fault.Notification{Lost: true}}}, fault.Rule{Name: "d", Inject: late})
	d := e.Decide(from, w.request("work-00", operation(journal.Notification)))
	assert.Equal(t, fault.Notice{Late: 2 * time.Minute, Lost: true}, d.Notice)
	assert.Equal(t, []string{"a", "b", "c"}, d.Rules, "a lost one cannot be late")
}

func TestKindMistakes(t *testing.T) {
	only := func(o string) fault.Match { return fault.Match{Operation: []string{o}} }
	for name, row := range map[string]struct {
		rule fault.Rule
		told string
	}{
		"Reset":           {fault.Rule{Inject: fault.Inject{Reset: "during"}}, `"during" is unknown; expected one of before, after`},
		"CutAll":          {fault.Rule{Inject: fault.Inject{CutBody: 1}}, "leaves nothing or all"},
		"Token":           {fault.Rule{Inject: fault.Inject{Token: "lost"}}, `"lost" is unknown; expected one of refresh_fails, revoked, consent_lost`},
		"Subscription":    {fault.Rule{Inject: fault.Inject{Subscription: "lost"}}, `"lost" is unknown; expected one of removed`},
		"Stale":           {fault.Rule{Inject: fault.Inject{StaleReads: -1}}, "is not behind"},
		"GoneOnCreate":    {fault.Rule{Match: only(journal.CreateEvent), Inject: fault.Inject{Gone: true}}, "no such request carries a delta token"},
		"TokenOnDelta":    {fault.Rule{Match: only(journal.Delta), Inject: fault.Inject{Token: "revoked"}}, "no such request refreshes a token"},
		"StaleOnToken":    {fault.Rule{Match: only(journal.Token), Inject: fault.Inject{StaleReads: 1}}, "which read no calendar"},
		"NoticeOnDelta":   {fault.Rule{Match: only(journal.Delta), Inject: fault.Inject{Subscription: "removed"}}, "which are no notifications"},
		"StatusOnNotices": {fault.Rule{Match: only(journal.Notification), Inject: status(503)}, "selects notifications alone, on which status never acts"},
		"Nth":             {fault.Rule{Match: fault.Match{Nth: fault.Nth{From: 3, Until: 1}}, Inject: status(503)}, "3 to 1 is no range"},
		"Chance":          {fault.Rule{Match: fault.Match{Probability: 2}, Inject: status(503)}, "2 is not a chance"},
	} {
		t.Run(name, func(t *testing.T) {
			row.rule.Name = "one"
			found := fault.Validate([]fault.Rule{row.rule})
			if assert.Len(t, found, 1) {
				assert.Contains(t, found[0].Message, row.told)
			}
		})
	}
}
