package check_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/harness/check"
	"anchorage/harness/history"
)

const keepPace = "asks-keep-pace"

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

// inPace and outOfPace are what the verdict says.
func inPace(n, most string) string {
	return n + " times an owner was asked to relink, no more than " + most + " within an hour, which is within the pace"
}

func outOfPace(n, until, allowed string) string {
	return n + " owners were asked to relink within the hour up to 2031-05-06 " + until + " UTC; " + allowed + " are within the pace"
}

// The hour slides, and a minute of it is left to mails that take longer than others.
func TestAsksKeepPace(t *testing.T) {
	promised(t, keepPace, []row{
		{"Held", paced(2).asks(100, 30, 4), check.Held, 4, inPace("4", "2")},
		{"HeldOne", paced(2).asks(100, 30, 1), check.Held, 1, "1 owner was asked to relink, no more than 1 within an hour, which is within the pace"},
		{"HeldAtOneInstant", paced(2).asks(100, 0, 2), check.Held, 2, inPace("2", "2")},
		{"BrokenAtOneInstant", paced(2).asks(100, 0, 3), check.Broken, 3, outOfPace("3", "09:40", "2")},
		{"Broken", paced(2).asks(100, 29, 3), check.Broken, 3, outOfPace("3", "10:38", "2")},
		{"BrokenJustWithinTheHour", paced(2).asks(100, 29.4, 3), check.Broken, 3, outOfPace("3", "10:38:48", "2")},
		{"HeldJustOutsideTheHour", paced(2).asks(100, 29.5, 3), check.Held, 3, inPace("3", "2")},
		{"HeldForHours", paced(2).asks(10, 29.5, 18), check.Held, 18, inPace("18", "2")},
		{"HeldOneWideApart", paced(2).asks(100, 59, 5), check.Held, 5, inPace("5", "1")},
		{"BrokenLater", paced(2).asks(100, 60, 3).asks(300, 1, 3), check.Broken, 6, outOfPace("3", "13:02", "2")},
		{"BrokenByTheFirstOfMany", paced(2).asks(100, 1, 30), check.Broken, 3, outOfPace("3", "09:42", "2")},
		// The hour of the clock is not it: two before it strikes, and one after.
		{"BrokenAsTheClockStrikes", paced(2).asks(118, 1, 3), check.Broken, 3, outOfPace("3", "10:00", "2")},
	})
}

// Whom it asks, why and in what state makes no difference to the pace, nor does a
// restart.
func TestEveryMailCountsForThePace(t *testing.T) {
	rejected := history.RelinkAsked{Mailbox: o(2), Failing: true, Rejected: true}
	stranger := history.RelinkAsked{Mailbox: "nobody", Failing: true}
	promised(t, keepPace, []row{
		{"BrokenAcrossARestart", paced(2).asks(100, 10, 2).down(112, 118).ask(120, o(1), true), check.Broken, 3, outOfPace("3", "10:00", "2")},
		{"BrokenAcrossTwoRestarts", paced(2).ask(100, o(1), true).down(101, 102).ask(110, o(2), true).down(111, 112).ask(158, o(1), true), check.Broken, 3, outOfPace("3", "10:38", "2")},
		{"BrokenOneOwner", paced(2).ask(100, o(1), true).ask(110, o(1), true).ask(120, o(1), true), check.Broken, 3, outOfPace("3", "10:00", "2")},
		{"BrokenOneWhoHasAnswered", paced(2).ask(100, o(1), true).relinked(101, o(1)).ask(110, o(2), true).ask(120, o(1), true), check.Broken, 3, outOfPace("3", "10:00", "2")},
		{"BrokenOfTwoProviders", paced(2).ask(100, o(1), true).ask(110, h(1), true).ask(120, o(2), true), check.Broken, 3, outOfPace("3", "10:00", "2")},
		{"BrokenRejected", paced(2).asks(100, 10, 2).add(120, rejected), check.Broken, 3, outOfPace("3", "10:00", "2")},
		{"BrokenWell", paced(2).asks(100, 10, 2).ask(120, h(2), false), check.Broken, 3, outOfPace("3", "10:00", "2")},
		{"BrokenUnknownMailbox", paced(2).asks(100, 10, 2).add(120, stranger), check.Broken, 3, outOfPace("3", "10:00", "2")},
	})
}

// An order's share is of those that it selects as it is given, rounded up, and one more.
func TestOrdersSetThePace(t *testing.T) {
	promised(t, keepPace, []row{
		// All of four at half of them an hour: two and one more, beside two of its own.
		{"HeldHalf", paced(2).campaign(100, "all", "50%").asks(100, 1, 5), check.Held, 5, inPace("5", "5")},
		{"BrokenHalf", paced(2).campaign(100, "all", "50%").asks(100, 1, 6), check.Broken, 6, outOfPace("6", "09:45", "5")},
		{"HeldAThird", paced(2).campaign(100, "all", "30%").asks(100, 1, 5), check.Held, 5, inPace("5", "5")},
		{"BrokenAThird", paced(2).campaign(100, "all", "30%").asks(100, 1, 6), check.Broken, 6, outOfPace("6", "09:45", "5")},
		{"HeldAQuarter", paced(2).campaign(100, "all", "25%").asks(100, 1, 4), check.Held, 4, inPace("4", "4")},
		{"BrokenAQuarter", paced(2).campaign(100, "all", "25%").asks(100, 1, 5), check.Broken, 5, outOfPace("5", "09:44", "4")},
		{"HeldAFifthOfTen", paced(5).campaign(100, "all", "20%").asks(100, 1, 5), check.Held, 5, inPace("5", "5")},
		{"BrokenAFifthOfTen", paced(5).campaign(100, "all", "20%").asks(100, 1, 6), check.Broken, 6, outOfPace("6", "09:45", "5")},
		{"BrokenNoShare", paced(2).add(100, history.Acted{Action: "relink", What: `{"select":"all"}`}).asks(100, 1, 4), check.Broken, 4, outOfPace("4", "09:43", "3")},
		{"HeldTwoOrders", paced(2).campaign(90, "all", "50%").campaign(100, "all", "50%").asks(100, 1, 8), check.Held, 8, inPace("8", "8")},
		{"BrokenTwoOrders", paced(2).campaign(90, "all", "50%").campaign(100, "all", "50%").asks(100, 1, 9), check.Broken, 9, outOfPace("9", "09:48", "8")},
		{"HeldHoursLater", paced(2).campaign(100, "all", "50%").asks(400, 1, 5), check.Held, 5, inPace("5", "5")},
	})
}

// An order counts from its instant on, and if it reached the system as one to ask.
func TestWhichOrdersSetThePace(t *testing.T) {
	all := `{"select":"all","per_hour":"50%"}`
	promised(t, keepPace, []row{
		{"HeldAtTheInstant", paced(2).campaign(102, "all", "50%").asks(100, 1, 3), check.Held, 3, inPace("3", "3")},
		{"BrokenJustBeforeTheOrder", paced(2).campaign(102.1, "all", "50%").asks(100, 1, 3), check.Broken, 3, outOfPace("3", "09:42", "2")},
		{"BrokenBeforeTheOrder", paced(2).asks(90, 1, 3).campaign(100, "all", "50%"), check.Broken, 3, outOfPace("3", "09:32", "2")},
		{"BrokenBetweenTwoOrders", paced(2).campaign(90, "all", "50%").asks(100, 1, 6).campaign(110, "all", "50%"), check.Broken, 6, outOfPace("6", "09:45", "5")},
		{"BrokenRefused", paced(2).add(100, history.Acted{Action: "relink", What: all, Error: "e"}).asks(103, 1, 3), check.Broken, 3, outOfPace("3", "09:45", "2")},
		{"BrokenUnreadable", paced(2).add(100, history.Acted{Action: "relink", What: "everybody"}).asks(101, 1, 3), check.Broken, 3, outOfPace("3", "09:43", "2")},
		{"BrokenAnotherOrder", paced(2).add(100, history.Acted{Action: "deploy", What: all}).asks(101, 1, 3), check.Broken, 3, outOfPace("3", "09:43", "2")},
	})
}

// Who fails at the instant of an order is who the system may select as failing, were it
// only for a moment.
func TestOrdersForWhoFails(t *testing.T) {
	failing := func(from, to float64) *built { return paced(2).fails(o(1), from, to).campaign(100, "failing", "100%") }
	promised(t, keepPace, []row{
		// One of four fails: one and one more, beside two of its own.
		{"Held", failing(50, 300).asks(100, 1, 4), check.Held, 4, inPace("4", "4")},
		{"Broken", failing(50, 300).asks(100, 1, 5), check.Broken, 5, outOfPace("5", "09:44", "4")},
		{"HeldUntilTheEnd", failing(50, lasts).asks(100, 1, 4), check.Held, 4, inPace("4", "4")},
		{"HeldForAMoment", failing(99.9, 100.1).asks(100, 1, 4), check.Held, 4, inPace("4", "4")},
		{"HeldBeginsAsItIsOrdered", failing(100, 300).asks(100, 1, 4), check.Held, 4, inPace("4", "4")},
		{"BrokenBeginsAfterwards", failing(100.1, 300).asks(101, 1, 4), check.Broken, 4, outOfPace("4", "09:44", "3")},
		{"BrokenHealsAsItIsOrdered", failing(50, 100).asks(100, 1, 4), check.Broken, 4, outOfPace("4", "09:43", "3")},
		{"BrokenHealsBefore", failing(50, 300).fails(o(2), 50, 99).asks(101, 1, 5), check.Broken, 5, outOfPace("5", "09:45", "4")},
		{"HeldFailsAgain", paced(2).fails(o(1), 50, 60).fails(o(1), 90, 300).campaign(100, "failing", "100%").asks(100, 1, 4), check.Held, 4, inPace("4", "4")},
		{"HeldOfTwoProviders", failing(50, 300).fails(h(1), 50, 300).asks(100, 1, 5), check.Held, 5, inPace("5", "5")},
		{"HeldHalfOfThree", paced(2).fails(o(1), 50, 300).fails(o(2), 50, 300).fails(h(1), 50, 300).campaign(100, "failing", "50%").asks(100, 1, 5), check.Held, 5, inPace("5", "5")},
		{"HeldNobodyFails", paced(2).campaign(100, "failing", "100%").asks(100, 1, 3), check.Held, 3, inPace("3", "3")},
	})
}

func TestWhetherAsksKeepPace(t *testing.T) {
	promised(t, keepPace, []row{
		{"Vacuous", paced(2).campaign(100, "all", "50%"), check.Vacuous, 0, "relinking was ordered, but nobody was asked"},
		{"NotApplicable", unable(paced(2).asks(100, 1, 3)), check.NotApplicable, 0, "the system under test does not relink"},
		{"NotApplicableNobodyAsked", unable(paced(2).campaign(100, "all", "50%")), check.NotApplicable, 0, "the system under test does not relink"},
		{"NotApplicableNoPace", world(2).asks(100, 1, 3), check.NotApplicable, 0, "the system under test promises no pace of its own"},
		{"NotApplicableNoPaceOrdered", world(2).campaign(100, "all", "50%"), check.NotApplicable, 0, "the system under test promises no pace of its own"},
	})
	assert.Nil(t, paced(2).promise(keepPace), "nobody asks, and nobody ordered it")
	assert.Nil(t, paced(2).fails(o(1), 50, 300).promise(keepPace), "nor because somebody fails")
}

// The proof is the first and the last mail of the hour, and whom the last one asked.
func TestAsksOutOfPaceAreProven(t *testing.T) {
	v := paced(3).ask(10, o(1), true).ask(100, h(1), true).ask(129, o(2), true).ask(158, o(3), true).ask(159, h(2), true).promise(keepPace)
	require.NotNil(t, v)
	assert.Equal(t, check.Broken, v.Status)
	assert.Equal(t, at(158), v.At)
	assert.Equal(t, []string{o(3)}, v.Accounts)
	assert.Equal(t, []check.Evidence{
		{At: at(100), Text: "the owner of thyme-1, which is failing, is asked to relink"},
		{At: at(158), Text: "the owner of orchid-3, which is failing, is asked to relink"},
	}, v.Evidence)
	v = paced(2).asks(100, 30, 4).promise(keepPace)
	assert.Equal(t, at(lasts), v.At, "what is held is held until the end")
	assert.Empty(t, v.Accounts)
	assert.Empty(t, v.Evidence)
}

// A night: the system asks of its own accord, the team orders more, and a restart comes
// between. Each hour is full, so that one mail more is too many wherever it is put.
func TestOneMailTooManyIsFoundAnywhere(t *testing.T) {
	night := func() *built {
		return paced(2).
			asks(10, 30, 4).             // until 100: two an hour
			campaign(150, "all", "50%"). // three more
			asks(150, 12, 20).           // until 378: five an hour
			down(223, 230)
	}
	v := night().promise(keepPace)
	require.NotNil(t, v)
	row{"", nil, check.Held, 24, inPace("24", "5")}.is(t, v)
	for _, extra := range []float64{11, 41, 69, 99, 205, 231, 300, 377} {
		v := night().ask(extra, h(1), true).promise(keepPace)
		assert.Equal(t, check.Broken, v.Status, "one more at minute %v", extra)
		assert.Less(t, v.At.Sub(at(extra)).Minutes(), 59.0, "where it is")
		assert.False(t, v.At.Before(at(extra)), "where it is")
	}
}
