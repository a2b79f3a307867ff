package check

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"anchorage/harness/history"
	"anchorage/harness/sut"
)

// Histories of these tests begin at noon; their instants are whole minutes after it.
func noon(minutes int) time.Time {
	return time.Date(2031, 5, 6, 12, minutes, 0, 0, time.UTC)
}

func minutes(from, until int) Span { return Span{noon(from), noon(until)} }

// happened is the view of a world of one hour in which these things happened, in
// order, given as minute and what.
func happened(all ...any) *view {
	h := &history.History{Header: history.Header{From: noon(0), Until: noon(60), Alerts: true,
		Contract: &sut.AlertContract{Scrape: time.Minute, Delivery: 2 * time.Second}}}
	for i := 0; i < len(all); i += 2 {
		h.Events = append(h.Events, history.Event{At: noon(all[i].(int)), Data: all[i+1].(history.Data)})
	}
	return newView(h)
}

// page is a notice of the alert Most, which is of look_now, at the pager.
func page(provider, status string) history.Notice {
	return history.Notice{Sink: "pager", Level: lookNow, Alert: "Most", Provider: provider, Status: status, Key: "Most/" + provider}
}

// Each alert runs from the notice that opens it to its closure at the same sink.
func TestTellings(t *testing.T) {
	chatted := page("a", firing)
	chatted.Sink = "chat"
	odd := page("a", "pending")
	for _, row := range []struct {
		name  string
		happs []any
		want  []Span // of each telling; one that stays open ends at noon(0)
	}{
		{"None", nil, nil},
		{"OpenToTheEnd", []any{5, page("a", firing)}, []Span{minutes(5, 0)}},
		{"Closed", []any{5, page("a", firing), 9, page("a", resolved)}, []Span{minutes(5, 9)}},
		{"ToldAgainWhileOpen", []any{5, page("a", firing), 7, page("a", firing), 9, page("a", resolved)}, []Span{minutes(5, 9)}},
		{"OpensAnewAfterItsClosure", []any{5, page("a", firing), 9, page("a", resolved), 12, page("a", firing)}, []Span{minutes(5, 9), minutes(12, 0)}},
		{"ClosedTwiceEndsAtTheFirst", []any{5, page("a", firing), 9, page("a", resolved), 12, page("a", resolved)}, []Span{minutes(5, 9)}},
		{"AClosureAloneOpensNothing", []any{5, page("a", resolved)}, nil},
		{"TwoKeysAreTwoAlerts", []any{5, page("a", firing), 6, page("b", firing), 9, page("b", resolved)}, []Span{minutes(5, 0), minutes(6, 9)}},
		{"TwoSinksAreTwoAlerts", []any{5, page("a", firing), 6, chatted, 9, page("a", resolved)}, []Span{minutes(5, 9), minutes(6, 0)}},
		{"AnotherStatusNeitherOpens", []any{5, odd}, nil},
		{"NorCloses", []any{5, page("a", firing), 7, odd}, []Span{minutes(5, 0)}},
	} {
		t.Run(row.name, func(t *testing.T) {
			v := happened(row.happs...)
			for range 2 { // the second answer is the first
				var got []Span
				for _, a := range v.tellings() {
					s := Span{a.At, noon(0)}
					if a.closed != nil {
						s.Until = a.closed.At
					}
					got = append(got, s)
				}
				assert.Equal(t, row.want, got)
			}
		})
	}
}

// An alert is open from the instant of its notice on and no longer at that of its
// closure; with a span it overlaps if it touches it.
func TestToldOpenAndOverlapping(t *testing.T) {
	closed := happened(5, page("a", firing), 9, page("a", resolved)).tellings()[0]
	open := happened(5, page("a", firing)).tellings()[0]
	assert.False(t, closed.openAt(noon(5).Add(-1)))
	assert.True(t, closed.openAt(noon(5)))
	assert.True(t, closed.openAt(noon(9).Add(-1)))
	assert.False(t, closed.openAt(noon(9)))
	assert.False(t, open.openAt(noon(5).Add(-1)))
	assert.True(t, open.openAt(noon(50)))

	assert.False(t, closed.overlaps(Span{noon(0), noon(5).Add(-1)}))
	assert.True(t, closed.overlaps(minutes(0, 5)))
	assert.True(t, closed.overlaps(minutes(6, 7)))
	assert.True(t, closed.overlaps(minutes(9, 20)))
	assert.False(t, closed.overlaps(Span{noon(9).Add(1), noon(20)}))
	assert.True(t, open.overlaps(minutes(40, 50)))
	assert.False(t, open.overlaps(Span{noon(0), noon(5).Add(-1)}))
}

// A notice is of a rule when all of its words are.
func TestToldOfARule(t *testing.T) {
	rule := sut.AlertRule{Alert: "Most", Provider: "a", Level: lookNow, Sink: "pager"}
	for name, change := range map[string]func(*history.Notice){
		"alert":    func(n *history.Notice) { n.Alert = "Some" },
		"provider": func(n *history.Notice) { n.Provider = "b" },
		"level":    func(n *history.Notice) { n.Level = informational },
		"sink":     func(n *history.Notice) { n.Sink = "chat" },
	} {
		other := page("a", firing)
		other.Key = name
		change(&other)
		assert.Empty(t, happened(5, other).toldOf(rule), "another %s", name)
		both := happened(4, other, 5, page("a", firing))
		mine := both.toldOf(rule)
		assert.Len(t, mine, 1, name)
		assert.Equal(t, noon(5), mine[0].At, name)
		assert.Len(t, both.tellings(), 2, "the list of all is left as it is")
	}
}

func TestLookNowOpen(t *testing.T) {
	v := happened(5, page("a", firing), 9, page("a", resolved))
	assert.True(t, v.lookNowOpen("a", minutes(9, 12)), "it closes as the span begins")
	assert.False(t, v.lookNowOpen("a", Span{noon(9).Add(1), noon(12)}), "it is over")
	assert.False(t, v.lookNowOpen("b", minutes(6, 7)), "of another provider")
	review := page("a", firing)
	review.Level = reviewSoon
	assert.False(t, happened(5, review).lookNowOpen("a", minutes(6, 7)), "no look_now")
	assert.False(t, happened().lookNowOpen("a", minutes(6, 7)), "nothing came")
}

// Refusals and times in which the system is down count with both of their ends.
func TestRefusedAndDownWithin(t *testing.T) {
	v := happened(5, history.SinkDown{Sink: "pager"}, 5, history.SystemDown{}, 9, history.SinkUp{Sink: "pager"}, 9, history.SystemUp{})
	for _, row := range []struct {
		name string
		span Span
		want bool
	}{
		{"Before", Span{noon(0), noon(5).Add(-1)}, false},
		{"UntilItBegins", minutes(0, 5), true},
		{"Within", minutes(6, 7), true},
		{"Around", minutes(0, 20), true},
		{"FromItsEnd", minutes(9, 20), true},
		{"After", Span{noon(9).Add(1), noon(20)}, false},
	} {
		assert.Equal(t, row.want, v.refused("pager", row.span), row.name)
		assert.Equal(t, row.want, v.downWithin(row.span), row.name)
		assert.False(t, v.refused("chat", row.span), "the other sink took everything: %s", row.name)
	}
	assert.False(t, happened().downWithin(minutes(0, 60)), "it ran all the time")
	forever := happened(5, history.SinkDown{Sink: "pager"}, 5, history.SystemDown{})
	assert.True(t, forever.refused("pager", minutes(50, 60)))
	assert.True(t, forever.downWithin(minutes(50, 60)))
}

// A notice waits for its group or for the group's next turn, whichever is longer, and is
// then delivered; its figures may be a scrape and an evaluation older.
func TestGatheredAndReach(t *testing.T) {
	v := happened()
	first := sut.AlertRule{Evaluation: 30 * time.Second, GroupWait: 5 * time.Minute, GroupInterval: time.Minute}
	next := sut.AlertRule{Evaluation: 30 * time.Second, GroupWait: time.Minute, GroupInterval: 7 * time.Minute}
	assert.Equal(t, 5*time.Minute+2*time.Second, v.gathered(first))
	assert.Equal(t, 7*time.Minute+2*time.Second, v.gathered(next))
	assert.Equal(t, 6*time.Minute+32*time.Second, v.reach(first))
}

func TestHasContract(t *testing.T) {
	v := happened()
	assert.True(t, hasContract(v))
	v.h.Header.Alerts = false
	assert.False(t, hasContract(v), "it delivers none")
	v = happened()
	v.h.Header.Contract = nil
	assert.False(t, hasContract(v), "it promises nothing of them")
}
