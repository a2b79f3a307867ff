package history_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/harness/history"
	"anchorage/sim/journal"
)

// telling is a mailbox that is linked at second 1, and what happens to it.
type telling struct{ *history.Recorder }

func linked() telling {
	r := telling{recorder(2)}
	r.round(1)
	return r
}

func second(s float64) time.Time { return at(time.Duration(s * float64(time.Second))) }

func (r telling) edit(s float64) telling {
	r.Add(second(s), "owner/m-0", history.Edited{Mailbox: "m-0", Event: "e", Change: "updated"})
	return r
}

// ask is one request that takes a second and ends at s.
func (r telling) ask(s float64, change func(*journal.Exchange)) telling {
	x := exchange("m-0", second(s), 200)
	x.At = second(s - 1)
	change(&x)
	r.Exchange(x)
	return r
}

func (r telling) round(s float64) telling { return r.ask(s, func(*journal.Exchange) {}) }
func (r telling) page(s float64) telling {
	return r.ask(s, func(x *journal.Exchange) { x.RoundComplete = false })
}
func (r telling) fails(s float64) telling {
	return r.ask(s, func(x *journal.Exchange) { x.Status, x.RoundComplete = 503, false })
}
func (r telling) behind(s, by float64, complete bool) telling {
	return r.ask(s, func(x *journal.Exchange) {
		x.RoundComplete, x.Behind = complete, time.Duration(by*float64(time.Second))
	})
}

// seen lists what the system was told of, as "when: how old".
func (r telling) seen(t *testing.T) []string {
	t.Helper()
	var out []string
	for _, e := range r.Finish(nil).Events {
		if d, ok := e.Data.(history.EditSeen); ok {
			assert.Equal(t, "m-0", d.Mailbox)
			assert.Equal(t, "mailbox/m-0", e.Actor)
			out = append(out, fmt.Sprintf("%g: %g", e.At.Sub(from).Seconds(), d.After.Seconds()))
		}
	}
	return out
}

func TestEditSeen(t *testing.T) {
	token := func(x *journal.Exchange) { x.Operation, x.RoundComplete = journal.Token, false }
	for name, row := range map[string]struct {
		r    telling
		told []string
	}{
		"Never":                    {linked().edit(5), nil},
		"NoEdit":                   {linked().round(10), nil},
		"NextRound":                {linked().edit(5).round(10), []string{"10: 5"}},
		"Once":                     {linked().edit(5).round(10).round(20), []string{"10: 5"}},
		"AtTheRoundsStart":         {linked().edit(9).round(10), []string{"10: 1"}},
		"JustAfterTheRoundsStart":  {linked().edit(9.000000001).round(10).round(20), []string{"20: 10.999999999"}},
		"DuringTheRound":           {linked().edit(9.5).round(10).round(20), []string{"20: 10.5"}},
		"TwoInOneRound":            {linked().edit(5).edit(7).round(10), []string{"10: 5", "10: 3"}},
		"TwoOfOneInstant":          {linked().edit(5).edit(5).round(10), []string{"10: 5", "10: 5"}},
		"OneBeforeOneAfter":        {linked().edit(5).edit(9.5).round(10).round(20), []string{"10: 5", "20: 10.5"}},
		"EachItsRound":             {linked().edit(5).round(10).edit(15).round(20), []string{"10: 5", "20: 5"}},
		"BeforeItIsLinked":         {telling{recorder(2)}.edit(0).round(10).round(20), nil},
		"DuringTheRoundThatLinks":  {telling{recorder(2)}.edit(9.5).round(10).round(20), []string{"20: 10.5"}},
		"BeforeItIsLinkedAtLength": {telling{recorder(2)}.page(5).edit(6).round(10).round(20), []string{"20: 14"}},

		"BeforeTheFirstPage":         {linked().edit(5).page(10).page(11).round(12), []string{"12: 7"}},
		"AtTheFirstPagesStart":       {linked().edit(9).page(10).page(11).round(12), []string{"12: 3"}},
		"BetweenPages":               {linked().page(10).edit(10.5).page(12).round(13).round(20), []string{"20: 9.5"}},
		"BetweenPagesOfTheNextRound": {linked().page(10).round(11).edit(15).page(20).round(21), []string{"21: 6"}},
		"OtherRequestsAreNoPage":     {linked().ask(5, token).edit(6).page(10).round(11), []string{"11: 5"}},

		"FailsAndNextRound":          {linked().edit(5).fails(10).round(20), []string{"20: 15"}},
		"AFailedPageTellsNothing":    {linked().fails(10).edit(15).round(20), []string{"20: 5"}},
		"FailsBetweenPages":          {linked().edit(5).page(10).fails(11).round(20), []string{"20: 15"}},
		"EditWhileFailing":           {linked().page(10).fails(11).edit(15).round(20).round(30), []string{"30: 15"}},
		"ThePagesOfARoundInTwoHalfs": {linked().edit(5).page(10).fails(11).edit(12).page(20).round(21).round(30), []string{"21: 16", "30: 18"}},

		"ReplicaBehind":             {linked().edit(5).behind(10, 6, true).round(20), []string{"20: 15"}},
		"ReplicaKnowsJust":          {linked().edit(5).behind(10, 4, true), []string{"10: 5"}},
		"ReplicaJustDoesNotKnow":    {linked().edit(5).behind(10, 4.000000001, true).round(20), []string{"20: 15"}},
		"ReplicaKnowsOneOfTwo":      {linked().edit(5).edit(7).behind(10, 3, true).round(20), []string{"10: 5", "20: 13"}},
		"FirstPageBehind":           {linked().edit(5).behind(10, 6, false).round(11).round(20), []string{"20: 15"}},
		"LastPageBehind":            {linked().edit(5).page(10).behind(11, 6, true).round(20), []string{"20: 15"}},
		"MiddlePageBehind":          {linked().edit(5).page(10).behind(11, 6, false).round(12).round(20), []string{"20: 15"}},
		"PageBehindNotBeforeItsOwn": {linked().edit(5).page(10).behind(11, 2, true), []string{"11: 6"}},
		"BehindIsForgotten":         {linked().behind(10, 8, false).round(11).edit(15).round(20), []string{"20: 5"}},
		"AlwaysBehind":              {linked().edit(5).behind(10, 6, true).behind(20, 6, true), []string{"20: 15"}},
	} {
		t.Run(name, func(t *testing.T) { assert.Equal(t, row.told, row.r.seen(t)) })
	}
}

func TestEditSeenIsOfOneMailbox(t *testing.T) {
	r := linked()
	r.Exchange(exchange("m-1", second(2), 200))
	r.Add(second(5), "owner/m-1", history.Edited{Mailbox: "m-1", Change: "created"})
	r.Add(second(5), "owner/stranger", history.Edited{Mailbox: "stranger", Change: "created"})
	assert.Empty(t, r.round(10).seen(t), "another mailbox's round tells nothing")
}

func TestEditSeenBeforeHealed(t *testing.T) {
	h := linked().edit(5).fails(4000).round(4010).Finish(nil)
	assert.Equal(t, []string{"requests.shape", "mailbox.linked", "edit", "mailbox.failing", "requests.shape", "edit.seen", "mailbox.healed"}, kindsOf(h), "the shape is new again after an hour")
}

func TestEditSeenIsInUTC(t *testing.T) {
	r := linked()
	r.Add(second(5).In(time.FixedZone("east", 3600)), "owner/m-0", history.Edited{Mailbox: "m-0", Change: "created"})
	assert.Equal(t, []string{"10: 5"}, r.round(10).seen(t))
}

func TestNotificationsAreNotCounted(t *testing.T) {
	notify := func(x *journal.Exchange) { x.Operation, x.RoundComplete = journal.Notification, false }
	r := linked()
	refused := func(x *journal.Exchange) { notify(x); x.Status, x.UserAgent = 500, "provider" }
	r.ask(5, notify).ask(6, refused)
	r.Sample(at(time.Minute))
	assert.Equal(t, 1, r.Requests("m-0"))
	assert.Equal(t, 1, r.Total())
	assert.False(t, r.Failing("m-0"), "a subscriber that answers 500 is no failed round")
	h := r.Finish(nil)
	assert.Equal(t, 1, h.Requests)
	assert.Equal(t, history.Minute{AgeMedian: 59, AgeMax: 59, Requests: 1}, h.Series["outlook.com"][0])
	require.Len(t, h.Shapes, 1)
	assert.Equal(t, 1, h.Shapes[0].Count)
	assert.Equal(t, []string{"requests.shape", "mailbox.linked"}, kindsOf(h))
}

func TestSubscriptionsAreNoRound(t *testing.T) {
	for _, operation := range []string{journal.Subscribe, journal.Renew, journal.CreateEvent, journal.UpdateEvent, journal.DeleteEvent} {
		r := linked()
		r.ask(5, func(x *journal.Exchange) { x.Operation, x.Status, x.RoundComplete = operation, 503, false })
		assert.False(t, r.Failing("m-0"), operation)
		assert.Equal(t, 2, r.Requests("m-0"), "%s reached the provider", operation)
	}
}
