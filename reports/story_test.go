package reports

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"anchorage/harness/history"
)

func tell(t *testing.T, b *built) string {
	t.Helper()
	return strings.Join(story(b.run(t), nil), "\n")
}

func TestStory(t *testing.T) {
	assert.Equal(t, []string{
		"At 07:00 UTC on Wednesday 17 September 2031 the fault quota-squeeze comes into force for harbour, and 6 h later it is over: the provider halves its allowance (throttle: 10 per minute). " +
			"In the background drizzle comes and goes: status 502 for all mailboxes. " +
			"All 20 mailboxes of harbour stop synchronising, the last of them 4 min after the first (at 07:06 on Wednesday 17 September); of lagoon, none of the 10 does.",
		"An informational alert is out 2 min after the failures began. A look-now page comes after 8 min. The first person notices after 9 min, by a page; in that time the chat has received 1 message. " +
			"All 2 reads by owners are answered; 1 of the answers says that it is old. The oldest shows a calendar as it was 2 h 20 min before. Added up, mailboxes are stale for 0 mailbox-hours.",
		"The first mailbox recovers after 118 min; after 6 h 08 min, 90 % of the affected are back. Then, between 09:00 and 13:10 on Wednesday 17 September, nothing changes for 4 h 10 min: 4 of 20 that had failed still fail. " +
			"Of these, all 4 sign in with another address than the mailbox's and all 4 belong to the fleet mole, against none of those that are back. At the end 19 of 20 of the affected have recovered.",
		"4 owners are asked to relink, between 12:40 and 12:43 on Wednesday 17 September; 1 does so. Each of their mailboxes fails when the mail arrives. The first recovery after relinking comes 30 min after the first mail. " +
			"The status page gets 2 updates; the longest silence between two lasts 100 min. One of its claims is untrue when made: at 09:10 on Wednesday 17 September it says 100 % healthy; 87 % of 30 were healthy.",
	}, story(squeeze().run(t), nil))
}

func TestStoryOfAQuietDay(t *testing.T) {
	text := tell(t, build(60).fleet(3, "reed", "lagoon", "standard"))
	assert.Equal(t, "No mailbox stops synchronising for longer than a retry heals.\nNobody is asked to relink.", text)
}

func TestStoryOfAFaultThatStays(t *testing.T) {
	b := build(600).fleet(3, "reed", "lagoon", "standard")
	b.fault(history.FaultSummary{Name: "gale", What: "refuse", Whom: "lagoon", Hits: 5}, 60, lasts)
	b.fault(history.FaultSummary{Name: "idle", What: "status 500", Whom: "nobody"}, 10, lasts)
	b.fails(61, lasts, names("reed", 1, 3)...)
	text := tell(t, b)
	assert.Contains(t, text, "the fault gale comes into force for lagoon, and it stays: refuse.")
	assert.NotContains(t, text, "idle", "what hit nothing caused nothing")
	assert.Contains(t, text, "All 3 mailboxes of lagoon stop synchronising.")
	assert.Contains(t, text, "Nobody is ever paged at high urgency for it. No person ever notices.")
	assert.Contains(t, text, "None of the 3 affected mailboxes recovers.")
}

func TestStoryNamesTheTicket(t *testing.T) {
	b := build(600).fleet(3, "reed", "lagoon", "standard").fails(61, 300, names("reed", 1, 3)...)
	b.add(200, history.TicketOpened{Ticket: "T-4", Mailbox: "reed-1", Provider: "lagoon", Text: "stale"})
	b.add(240, history.Noticed{By: "ticket", Provider: "lagoon", What: "T-4: stale"})
	text := tell(t, b)
	assert.Contains(t, text, "The first person notices after 2 h 59 min, by a ticket (T-4); in that time the chat has received 0 messages.")
	assert.Contains(t, text, "The last one recovers after 3 h 59 min.")
	assert.NotContains(t, text, "nothing changes")
}

func TestStoryOfReads(t *testing.T) {
	b := build(60).fleet(1, "reed", "lagoon", "standard")
	b.add(30, history.Read{Mailbox: "reed-1", Answered: true, AsOf: at(25)}).add(31, history.Read{Mailbox: "reed-1", Error: "gone"})
	text := tell(t, b)
	assert.Contains(t, text, "Of 2 reads by owners 1 is answered, and no answer says that it is old. The oldest shows a calendar as it was 5 min before.")
}

func TestStoryOfOne(t *testing.T) {
	b := build(600).fleet(1, "reed", "lagoon", "standard").fails(60, lasts, "reed-1").add(30, history.Read{Mailbox: "reed-1", Answered: true, AsOf: at(25)})
	text := tell(t, b)
	assert.Contains(t, text, "The only mailbox of lagoon stops synchronising.")
	assert.Contains(t, text, "The only read by an owner is answered, and no answer says that it is old.")
	b = build(60).fleet(2, "reed", "lagoon", "standard").add(30, history.Read{Mailbox: "reed-1", Error: "gone"})
	assert.Contains(t, tell(t, b), "None of 1 read by owners is answered.")
}

func TestStoryOfNeedlessRelinking(t *testing.T) {
	b := build(600).fleet(3, "reed", "lagoon", "standard").add(100, history.RelinkAsked{Mailbox: "reed-1"})
	assert.Contains(t, tell(t, b), "1 owner is asked to relink, at 07:40 on Wednesday 17 September; 0 do so. 1 of them is asked although the mailbox is healthy.")
	b.Header.Relinks = false
	assert.NotContains(t, tell(t, b), "relink")
}

func TestStoryOfAVariantBeginsWithTheComparison(t *testing.T) {
	base := squeeze().run(t)
	other := squeeze()
	other.Header.Variant = "earlier"
	paragraphs := story(other.run(t), &base)
	assert.True(t, strings.HasPrefix(paragraphs[0], "Compared with as-planned, "), paragraphs[0])
}

func TestInstants(t *testing.T) {
	rows, left := instants(squeeze().run(t))
	assert.Zero(t, left)
	var what []string
	for _, r := range rows {
		what = append(what, r.What+" "+strings.Join(r.Cells, "/"))
	}
	assert.Equal(t, []string{
		"quota-squeeze begins 100 %/100 %", "one poll into quota-squeeze 0 %/100 %", "first notice, by a page 0 %/100 %",
		"the team: deploy sync.pace = slow 0 %/100 %", "quota-squeeze ends 80 %/100 %", "the end 95 %/100 %",
	}, what)
	assert.Equal(t, "8 h 54 min", rows[len(rows)-1].Oldest)

	busy := squeeze()
	for i := range 40 {
		busy.add(200+float64(i), history.Acted{Action: "try"})
	}
	rows, left = instants(busy.run(t))
	assert.Len(t, rows, maxInstants)
	assert.Equal(t, 46-maxInstants, left)
	assert.Equal(t, "the end", rows[maxInstants-1].What, "the end is never left out")
	assert.Equal(t, "22 more are left out before the end; the timeline has them.", instantsLeft(left))
	assert.Empty(t, instantsLeft(0))
}
