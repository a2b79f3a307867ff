package check_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"anchorage/harness/check"
	"anchorage/harness/history"
)

// paced is a world of n mailboxes of each provider whose system asks two owners an
// hour of its own accord.
func paced(n int) *built {
	b := world(n)
	b.Header.AskPerHour = 2
	return b
}

// campaign is an order to ask.
func (b *built) campaign(minutes float64, whom, share string) *built {
	return b.add(minutes, history.Acted{Action: "relink", What: `{"select":"` + whom + `","per_hour":"` + share + `"}`})
}

// asks puts one mail each so many minutes.
func (b *built) asks(from, each float64, n int) *built {
	for i := range n {
		b.ask(from+each*float64(i), o(1+i%2), true)
	}
	return b
}

func TestAsksKeepPace(t *testing.T) {
	const name = "asks-keep-pace"
	held := func(n, most string) string {
		return n + " times an owner was asked to relink, no more than " + most + " within an hour, which is within the pace"
	}
	broken := func(n, until, allowed string) string {
		return n + " owners were asked to relink within the hour up to 2031-05-06 " + until + " UTC; " + allowed + " are within the pace"
	}
	failed := paced(2).add(100, history.Acted{Action: "relink", What: `{"select":"all","per_hour":"50%"}`, Error: "e"}).asks(103, 1, 3)
	promised(t, name, []row{
		{"Held", paced(2).asks(100, 30, 4), check.Held, 4, held("4", "2")},
		{"HeldOne", paced(2).asks(100, 30, 1), check.Held, 1, "1 owner was asked to relink, no more than 1 within an hour, which is within the pace"},
		{"Broken", paced(2).asks(100, 29, 3), check.Broken, 3, broken("3", "10:38", "2")},
		{"HeldJustOutsideTheHour", paced(2).asks(100, 29.5, 3), check.Held, 3, held("3", "2")},
		{"BrokenLater", paced(2).asks(100, 60, 3).asks(300, 1, 3), check.Broken, 6, broken("3", "13:02", "2")},
		{"BrokenAcrossARestart", paced(2).asks(100, 10, 2).down(112, 118).ask(120, o(3), true), check.Broken, 3, broken("3", "10:00", "2")},
		// All of four at half of them an hour: two and one more, beside two of its own.
		{"HeldCampaign", paced(2).campaign(100, "all", "50%").asks(100, 1, 5), check.Held, 5, held("5", "5")},
		{"BrokenCampaign", paced(2).campaign(100, "all", "50%").asks(100, 1, 6), check.Broken, 6, broken("6", "09:45", "5")},
		{"BrokenBeforeTheOrder", paced(2).asks(90, 1, 3).campaign(100, "all", "50%"), check.Broken, 3, broken("3", "09:32", "2")},
		{"HeldTwoCampaigns", paced(2).campaign(90, "all", "50%").campaign(100, "all", "50%").asks(100, 1, 8), check.Held, 8, held("8", "8")},
		{"BrokenCampaignThatWasRefused", failed, check.Broken, 3, broken("3", "09:45", "2")},
		// One of four fails: one and one more.
		{"HeldCampaignOfWhoFails", paced(2).fails(o(1), 50, 300).campaign(100, "failing", "100%").asks(100, 1, 4), check.Held, 4, held("4", "4")},
		{"BrokenCampaignOfWhoFails", paced(2).fails(o(1), 50, 300).fails(o(2), 50, 99).campaign(100, "failing", "100%").asks(101, 1, 5), check.Broken, 5, broken("5", "09:45", "4")},
		{"BrokenUnreadableOrder", paced(2).add(100, history.Acted{Action: "relink", What: "everybody"}).asks(101, 1, 3), check.Broken, 3, broken("3", "09:43", "2")},
		{"Vacuous", paced(2).campaign(100, "all", "50%"), check.Vacuous, 0, "relinking was ordered, but nobody was asked"},
		{"NotApplicable", unable(paced(2).asks(100, 1, 3)), check.NotApplicable, 0, "the system under test does not relink"},
		{"NotApplicableNoPace", world(2).asks(100, 1, 3), check.NotApplicable, 0, "the system under test promises no pace of its own"},
	})
	v := paced(2).asks(100, 29, 3).promise(name)
	assert.Equal(t, []string{o(1)}, v.Accounts)
	assert.Len(t, v.Evidence, 2, "the first and the last of the hour")
	assert.Nil(t, paced(2).promise(name), "nobody asks, and nobody ordered it")
}
