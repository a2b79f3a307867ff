package check_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"anchorage/harness/check"
)

// Whoever is beyond help has a place on the list after an hour and two polls, 80
// minutes here, for which the system must have run.
func TestHelplessSince(t *testing.T) {
	const name = "helpless-are-listed"
	one := []string{o(1)}
	lists := "1 mailbox is beyond help at the end, and the system lists all of them"
	lacks := func(since string) string {
		return "1 of 1 (100 %) of those whom nothing can help are not on the system's list, the first of them orchid-1 since 2031-05-06 " + since + " UTC: its refresh token was refused for good"
	}
	promised(t, name, []row{
		{"HeldItRanForAsLong", world(2).down(510, 520).unhelped(60, one, o(1)), check.Held, 1, lists},
		{"BrokenItWasDownLongBefore", world(2).down(100, 110).unhelped(60, one), check.Broken, 1, lacks("09:00")},
		{"BrokenDownUntilItBegan", world(2).down(510, 520).unhelped(520, one), check.Broken, 1, lacks("16:40")},
		{"BrokenDownTwiceLongBefore", world(2).down(100, 110).down(200, 210).unhelped(60, one), check.Broken, 1, lacks("09:00")},
	})
	assert.Nil(t, world(2).unhelped(off(520, moment), one).promise(name), "a moment too late to know")
	assert.Nil(t, world(2).down(510, off(520, moment)).unhelped(60, one).promise(name), "it ran a moment too short")
	assert.Nil(t, world(2).down(100, 110).unhelped(530, one).promise(name), "too late to know, though it was down before")
	assert.Nil(t, world(2).down(100, 110).down(530, 540).unhelped(60, one).promise(name), "down twice, the second time not long ago")
	assert.Nil(t, world(2).down(510, 530).unhelped(515, one).promise(name), "down as that began")
	assert.Nil(t, world(2).down(530, lasts).unhelped(60, one).promise(name), "down at the end")
	longer := world(2)
	longer.Header.Poll += moment
	assert.Nil(t, longer.unhelped(520, one).promise(name), "its polls are longer")
}

func TestHelplessListedTells(t *testing.T) {
	const name = "helpless-are-listed"
	two := []string{o(2), h(1)}
	wholly(t, check.Verdict{Status: check.Held, Sample: 2, At: at(lasts), Message: "2 mailboxes are beyond help at the end, and the system lists all of them"},
		world(2).unhelped(60, two, h(1), o(2)).promise(name))
	says := " of those whom nothing can help are not on the system's list, the first of them "
	why := " since 2031-05-06 09:00 UTC: its refresh token was refused for good"
	wholly(t, check.Verdict{Status: check.Broken, Sample: 2, At: at(lasts), Message: "1 of 2 (50 %)" + says + "thyme-1" + why,
		Accounts: []string{h(1)}, Evidence: []check.Evidence{proof(lasts, "the system lists 2 accounts as beyond help")}},
		world(2).unhelped(60, two, o(1), o(2)).promise(name))
	wholly(t, check.Verdict{Status: check.Broken, Sample: 2, At: at(lasts), Message: "2 of 2 (100 %)" + says + "orchid-2" + why,
		Accounts: two, Evidence: []check.Evidence{proof(lasts, "the system lists 0 accounts as beyond help")}},
		world(2).unhelped(60, two).promise(name))
}
