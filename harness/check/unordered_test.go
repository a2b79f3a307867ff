package check_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/harness/check"
	"anchorage/harness/history"
)

const fewAsked = "few-asked-unordered"

// pilots lets n owners fail from minute 50 until another, and be asked at minute 61
// and later.
func pilots(n int, until float64) *built {
	b := world(8)
	for i := 1; i <= n; i++ {
		b.fails(o(i), 50, until).ask(60+float64(i), o(i), true)
	}
	return b
}

// tempting lets n owners' mailboxes fail over a span, and asks nobody.
func tempting(n int, from, to float64) *built {
	b := world(8)
	for i := 1; i <= n; i++ {
		b.fails(o(i), from, to)
	}
	return b
}

// waitsForOrders has the system promise to ask nobody of its own accord.
func waitsForOrders(b *built) *built {
	b.Header.OrderedOnly = true
	return b
}

// askedWith is a mail with more to it than that the mailbox fails.
func (b *built) askedWith(minutes float64, d history.RelinkAsked) *built {
	d.Failing = true
	return b.add(minutes, d)
}

func askedFew(owners string) string {
	return owners + " whom the system asked of its own accord; after the first 5 others had to wait until one had come back"
}

// oneTooMany is said of the sixth who is asked before any of the first five is back.
func oneTooMany(mailbox, when string) string {
	return "the owner of " + mailbox + " was asked to relink at 2031-05-06 " + when + " UTC, which nobody had ordered, although none of the 5 of " +
		orchid + " who had been asked before had come back by it"
}

func TestFewAskedUnordered(t *testing.T) {
	thymes := func(n int) *built { // five of one provider, and n of the other between them
		b := pilots(5, lasts)
		for i := 1; i <= n; i++ {
			b.fails(h(i), 50, lasts).ask(60.5+float64(i), h(i), true)
		}
		return b
	}
	promised(t, fewAsked, []row{
		{"HeldOne", pilots(1, lasts), check.Held, 1, askedFew("1 owner")},
		{"HeldFive", pilots(5, lasts), check.Held, 5, askedFew("5 owners")},
		{"BrokenSix", pilots(6, lasts), check.Broken, 6, oneTooMany(o(6), "09:06")},
		{"BrokenTheFirstOfMany", pilots(8, lasts), check.Broken, 8, oneTooMany(o(6), "09:06")},
		{"BrokenHoursLater", pilots(5, lasts).ask(500, o(6), true), check.Broken, 6, oneTooMany(o(6), "16:20")},
		{"BrokenWell", pilots(5, lasts).ask(70, o(6), false), check.Broken, 6, oneTooMany(o(6), "09:10")},
		{"BrokenAcrossARestart", pilots(5, lasts).down(66, 69).ask(70, o(6), true), check.Broken, 6, oneTooMany(o(6), "09:10")},
		{"HeldTheSameAgain", pilots(5, lasts).ask(70, o(1), true).ask(80, o(5), true), check.Held, 7, askedFew("7 owners")},
		{"BrokenAnotherAfterTheSame", pilots(5, lasts).ask(70, o(1), true).ask(80, o(6), true), check.Broken, 7, oneTooMany(o(6), "09:20")},
		{"HeldFourTwiceAndOneMore", pilots(4, lasts).ask(70, o(1), true).ask(71, o(2), true).ask(72, o(5), true), check.Held, 7, askedFew("7 owners")},
		{"HeldOfTwoProviders", thymes(5), check.Held, 10, askedFew("10 owners")},
		{"BrokenTheOtherProvider", thymes(6), check.Broken, 11,
			"the owner of thyme-6 was asked to relink at 2031-05-06 09:06:30 UTC, which nobody had ordered, although none of the 5 of thyme.example who had been asked before had come back by it"},
		{"HeldUnknownMailbox", pilots(5, lasts).ask(70, "nobody", true), check.Held, 6, askedFew("6 owners")},
	})
}

// Credentials that were rejected have no other remedy: their owners are asked, however
// many they are, and are no pilots either.
func TestRejectedOwnersAreNoPilots(t *testing.T) {
	rejected := func(b *built, minutes float64, i int) *built {
		return b.askedWith(minutes, history.RelinkAsked{Mailbox: o(i), Rejected: true})
	}
	both := rejected(pilots(5, lasts), 70, 6)
	promised(t, fewAsked, []row{
		{"Held", both, check.Held, 5, askedFew("5 owners")},
		{"HeldThoseBefore", rejected(rejected(world(8), 40, 7), 41, 8).ask(50, o(1), true).ask(51, o(2), true).ask(52, o(3), true).ask(53, o(4), true).ask(54, o(5), true),
			check.Held, 5, askedFew("5 owners")},
		{"BrokenOneWhoWasNot", rejected(pilots(5, lasts), 70, 6).ask(71, o(7), true), check.Broken, 6, oneTooMany(o(7), "09:11")},
		{"BrokenARejectedOneIsBack", rejected(pilots(5, lasts), 70, 6).relinked(75, o(6)).ask(80, o(7), true), check.Broken, 6, oneTooMany(o(7), "09:20")},
	})
	assert.Nil(t, rejected(world(8), 60, 1).promise(fewAsked), "whose credentials are rejected may be asked")
}

// Others may follow once one of the five has relinked after being asked, and was well.
func TestPilotsComeBack(t *testing.T) {
	late := oneTooMany(o(6), "09:20")
	promised(t, fewAsked, []row{
		{"HeldJustInTime", pilots(5, 80).relinked(79, o(2)).ask(80, o(6), true), check.Held, 6, askedFew("6 owners")},
		{"BrokenJustTooLate", pilots(5, 80.1).relinked(79, o(2)).ask(80, o(6), true), check.Broken, 6, late},
		{"HeldAllOthersFollow", pilots(5, 70).relinked(69, o(2)).ask(80, o(6), true).ask(81, o(7), true).ask(82, o(8), true), check.Held, 8, askedFew("8 owners")},
		{"BrokenWithoutRelinking", pilots(5, 70).ask(80, o(6), true), check.Broken, 6, late},
		{"BrokenRelinkedInVain", pilots(5, lasts).relinked(70, o(2)).ask(80, o(6), true), check.Broken, 6, late},
		{"BrokenDeclined", pilots(5, 70).add(69, history.RelinkAnswered{Mailbox: o(2), Outcome: "declined"}).ask(80, o(6), true), check.Broken, 6, late},
		{"HeldRelinkedWhenWell", pilots(5, 70).relinked(75, o(2)).ask(80, o(6), true), check.Held, 6, askedFew("6 owners")},
		{"HeldRelinkedAtOnce", pilots(5, 70).relinked(62, o(2)).ask(80, o(6), true), check.Held, 6, askedFew("6 owners")},
		{"BrokenRelinkedBeforeBeingAsked", pilots(5, 70).relinked(61.9, o(2)).ask(80, o(6), true), check.Broken, 6, late},
		{"HeldRelinkedAsTheOtherIsAsked", pilots(5, 70).relinked(80, o(2)).ask(80, o(6), true), check.Held, 6, askedFew("6 owners")},
		{"BrokenRelinkedAfterwards", pilots(5, 70).relinked(80.1, o(2)).ask(80, o(6), true), check.Broken, 6, late},
		{"HeldTheSecondTime", pilots(5, 70).relinked(55, o(2)).relinked(75, o(2)).ask(80, o(6), true), check.Held, 6, askedFew("6 owners")},
		{"BrokenOneWhoWasNotAsked", pilots(5, 70).relinked(75, o(7)).ask(80, o(6), true), check.Broken, 6, late},
		{"BrokenOfTheOtherProvider", pilots(5, 70).ask(71, h(1), true).relinked(75, h(1)).ask(80, o(6), true), check.Broken, 7, late},
	})
}

// Whoever was well for a moment has been helped, whatever ails the mailbox since.
func TestPilotsFailAgain(t *testing.T) {
	again := func(from float64) *built { // the second of five relinks at 65, is well at 70 and fails from then on again
		return pilots(5, 70).relinked(65, o(2)).fails(o(2), from, lasts)
	}
	promised(t, fewAsked, []row{
		{"HeldFailsAgain", again(71).ask(80, o(6), true), check.Held, 6, askedFew("6 owners")},
		{"BrokenFailsOn", again(70).ask(80, o(6), true), check.Broken, 6, oneTooMany(o(6), "09:20")},
		{"HeldFailsAgainFromTheInstant", again(80).ask(80, o(6), true), check.Held, 6, askedFew("6 owners")},
	})
}

// What somebody ordered is no longer the system's own.
func TestAskedUnorderedUntilTheOrder(t *testing.T) {
	promised(t, fewAsked, []row{
		{"HeldOrderedSince", pilots(5, lasts).order(69).ask(70, o(6), true), check.Held, 5, askedFew("5 owners")},
		{"HeldOrderedAtTheInstant", pilots(5, lasts).order(70).ask(70, o(6), true), check.Held, 5, askedFew("5 owners")},
		{"BrokenOrderedAfterwards", pilots(5, lasts).ask(70, o(6), true).order(70.1), check.Broken, 6, oneTooMany(o(6), "09:10")},
		{"HeldOrderedTwice", pilots(5, lasts).order(69).order(90).ask(80, o(6), true), check.Held, 5, askedFew("5 owners")},
		{"BrokenOtherOrder", pilots(5, lasts).add(69, history.Acted{Action: "deploy"}).ask(70, o(6), true), check.Broken, 6, oneTooMany(o(6), "09:10")},
		{"HeldHalfOfThemOrdered", pilots(8, lasts).order(64), check.Held, 3, askedFew("3 owners")},
	})
	assert.Nil(t, world(1).order(50).ask(60, o(1), true).promise(fewAsked), "somebody ordered it")
	assert.Nil(t, world(1).order(60).ask(60, o(1), true).promise(fewAsked), "at the same instant")
}

// Nobody is asked whose mailbox fails in a way that relinking can't change.
func TestAskedThoughItCannotHelp(t *testing.T) {
	const needless = " was asked to relink at 2031-05-06 09:10 UTC, which nobody had ordered, although it had only been throttled, or got no answer or no token, since it began to fail"
	throttled := func(b *built, i int) *built {
		return b.askedWith(70, history.RelinkAsked{Mailbox: o(i), Unroutable: true})
	}
	promised(t, fewAsked, []row{
		{"Broken", throttled(tempting(1, 50, lasts), 1), check.Broken, 1, "the owner of " + o(1) + needless},
		{"BrokenAmongOthers", throttled(pilots(3, lasts).fails(o(4), 50, lasts), 4), check.Broken, 4, "the owner of " + o(4) + needless},
		{"BrokenThoughOthersAreBack", throttled(pilots(3, 66).relinked(65, o(1)).fails(o(4), 50, lasts), 4), check.Broken, 4, "the owner of " + o(4) + needless},
		{"HeldWhenReminded", throttled(pilots(1, lasts), 1), check.Held, 2, askedFew("2 owners")},
		{"HeldOrdered", throttled(pilots(1, lasts).fails(o(2), 50, lasts).order(69), 2), check.Held, 1, askedFew("1 owner")},
		{"HeldRejected", pilots(1, lasts).askedWith(70, history.RelinkAsked{Mailbox: o(2), Unroutable: true, Rejected: true}), check.Held, 1, askedFew("1 owner")},
	})
}

// Nor is anybody where the system promises to wait for orders, as long as its settings
// are those.
func TestAskedThoughItWaitsForOrders(t *testing.T) {
	const broken = "the owner of orchid-1 was asked to relink at 2031-05-06 09:01 UTC, which nobody had ordered, although with its settings the system promises to wait for that"
	acts := func(minutes float64, a history.Acted) *built { return waitsForOrders(pilots(1, lasts)).add(minutes, a) }
	try := history.Acted{Action: "try", For: 5 * time.Minute}
	promised(t, fewAsked, []row{
		{"Broken", waitsForOrders(pilots(1, lasts)), check.Broken, 1, broken},
		{"BrokenSettingsChangeLater", acts(61.1, history.Acted{Action: "deploy"}), check.Broken, 1, broken},
		{"HeldSettingsChangeAtTheInstant", acts(61, history.Acted{Action: "deploy"}), check.Held, 1, askedFew("1 owner")},
		{"HeldSettingsHaveChanged", acts(60, history.Acted{Action: "enable"}), check.Held, 1, askedFew("1 owner")},
		{"HeldSettingsWereTried", acts(50, try), check.Held, 1, askedFew("1 owner")},
		{"BrokenOrderedLater", acts(62, history.Acted{Action: "relink"}), check.Broken, 1, broken},
		{"BrokenAllTheSameWithFew", waitsForOrders(pilots(5, lasts)), check.Broken, 5, broken},
		{"BrokenSettingsHaveChangedButSix", waitsForOrders(pilots(6, lasts)).add(40, history.Acted{Action: "deploy"}), check.Broken, 6, oneTooMany(o(6), "09:06")},
		{"HeldRejected", waitsForOrders(tempting(1, 50, lasts)).askedWith(61, history.RelinkAsked{Mailbox: o(1), Rejected: true}), check.Held, 1,
			"1 mailbox failed, and the system asked no owner whose credentials were good of its own accord, as it promises"},
	})
}

// Where it promises to wait, each mailbox that fails is an occasion to keep that.
func TestNobodyAskedAsPromised(t *testing.T) {
	left := func(n string) string {
		return n + " failed, and the system asked no owner whose credentials were good of its own accord, as it promises"
	}
	failing := func(from float64) *built { return waitsForOrders(world(2).fails(o(1), 50, 80).fails(o(2), from, 90)) }
	deploy := history.Acted{Action: "deploy"}
	promised(t, fewAsked, []row{
		{"Held", failing(50), check.Held, 2, left("2 mailboxes")},
		{"HeldOfTwoProviders", failing(50).fails(h(1), 50, lasts), check.Held, 3, left("3 mailboxes")},
		{"HeldFailsTwice", failing(50).fails(o(2), 200, 300), check.Held, 2, left("2 mailboxes")},
		{"HeldWhatARetryHealsCountsNot", failing(75), check.Held, 1, left("1 mailbox")},
		{"HeldAFailedRoundCounts", failing(74.9), check.Held, 2, left("2 mailboxes")},
		{"HeldBeforeSettingsChange", failing(59.9).add(60, deploy), check.Held, 2, left("2 mailboxes")},
		{"HeldAsSettingsChange", failing(60).add(60, deploy), check.Held, 1, left("1 mailbox")},
		{"HeldOrdered", failing(50).order(60).ask(61, o(1), true), check.Held, 2, left("2 mailboxes")},
	})
	assert.Nil(t, waitsForOrders(world(2)).promise(fewAsked), "nobody fails")
	assert.Nil(t, failing(50).add(50, deploy).promise(fewAsked), "settings changed before")
	assert.NotNil(t, failing(50).add(50.1, deploy).promise(fewAsked), "settings changed after it began")
	assert.Nil(t, unable(failing(50)).promise(fewAsked), "it cannot ask")
}

// Where it may ask, more than five of a provider that it might have asked are an
// occasion not to.
func TestNobodyAskedAlthoughManyFailed(t *testing.T) {
	nobody := func(n string) string {
		return "the system asked nobody of its own accord, although " + n + " mailboxes of a provider failed"
	}
	promised(t, fewAsked, []row{
		{"Held", tempting(6, 50, lasts), check.Held, 6, nobody("6")},
		{"HeldTheLargerProvider", tempting(7, 50, lasts).fails(h(1), 50, lasts).fails(h(2), 50, lasts), check.Held, 7, nobody("7")},
		{"HeldUntilTheyHealed", tempting(7, 50, 65.1), check.Held, 7, nobody("7")},
		{"HeldOneAfterAnother", tempting(3, 50, 80).fails(o(4), 100, 120).fails(o(5), 200, 220).fails(o(6), 300, 320), check.Held, 6, nobody("6")},
		{"HeldTheSameTwice", tempting(6, 50, 80).fails(o(1), 100, 200), check.Held, 6, nobody("6")},
		{"HeldUntilTheOrder", tempting(6, 50, lasts).order(65.1).ask(67, o(1), true), check.Held, 6, nobody("6")},
	})
	assert.Nil(t, world(1).promise(fewAsked), "nobody is asked")
	assert.Nil(t, tempting(5, 50, lasts).promise(fewAsked), "nobody is asked, and all might have been")
	assert.Nil(t, tempting(6, 50, 65).promise(fewAsked), "no failed round")
	assert.Nil(t, tempting(6, 50, lasts).order(65).promise(fewAsked), "ordered before it had lasted")
	assert.Nil(t, tempting(6, 50, lasts).order(40).promise(fewAsked), "ordered before it began")
	assert.Nil(t, tempting(5, 50, lasts).fails(h(1), 50, lasts).promise(fewAsked), "of two providers")
	assert.Nil(t, tempting(5, 50, lasts).fails(o(6), 50, 65).promise(fewAsked), "a retry healed one of them")
	assert.Nil(t, unable(tempting(6, 50, lasts)).promise(fewAsked), "the system does not relink")
	rejected := func(n int) *built {
		b := tempting(6-n, 50, lasts)
		for i := 7 - n; i <= 6; i++ {
			b.add(50, history.Failing{Mailbox: o(i), Status: 400, Code: "invalid_grant"})
		}
		return b
	}
	assert.Nil(t, rejected(6).promise(fewAsked), "those are asked, however many they are")
	assert.Nil(t, rejected(1).promise(fewAsked), "one of them is no temptation")
	assert.NotNil(t, rejected(0).promise(fewAsked), "without it there is one")
}

// The proof is the mail that came too early, and whom it asked.
func TestOneAskedTooManyIsProven(t *testing.T) {
	v := pilots(5, lasts).ask(70, o(7), true).ask(71, o(8), true).promise(fewAsked)
	require.NotNil(t, v)
	assert.Equal(t, at(70), v.At)
	assert.Equal(t, []string{o(7)}, v.Accounts)
	assert.Equal(t, []check.Evidence{{At: at(70), Text: "the owner of orchid-7, which is failing, is asked to relink"}}, v.Evidence)
	v = waitsForOrders(pilots(2, lasts)).promise(fewAsked)
	assert.Equal(t, []string{o(1)}, v.Accounts)
	assert.Equal(t, []check.Evidence{{At: at(61), Text: "the owner of orchid-1, which is failing, is asked to relink"}}, v.Evidence)
	v = pilots(5, lasts).promise(fewAsked)
	assert.Empty(t, v.Accounts)
	assert.Empty(t, v.Evidence)
	assert.Equal(t, at(lasts), v.At)
}
