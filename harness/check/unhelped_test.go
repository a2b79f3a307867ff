package check_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"anchorage/harness/check"
	"anchorage/harness/history"
)

// unhelped tells at the end of a world who is beyond help since a minute, and who is
// listed.
func (b *built) unhelped(since float64, beyond []string, listed ...string) *built {
	x := history.Unhelped{Listed: listed}
	for _, id := range beyond {
		x.Beyond = append(x.Beyond, history.Beyond{Mailbox: id, Since: at(since), Why: history.RejectedForGood})
	}
	return b.add(lasts, x)
}

func TestHelplessAreListed(t *testing.T) {
	one, two := []string{o(1)}, []string{o(1), o(2)}
	promised(t, "helpless-are-listed", []row{
		{"Held", world(2).unhelped(60, one, o(1)), check.Held, 1, "1 mailbox is beyond help at the end, and the system lists all of them"},
		{"HeldMoreListed", world(2).unhelped(60, one, o(1), h(1)), check.Held, 1, "1 mailbox is beyond help at the end, and the system lists all of them"},
		{"HeldForAsLongAsItTakes", world(2).unhelped(520, two, o(1), o(2)), check.Held, 2, "2 mailboxes are beyond help at the end, and the system lists all of them"},
		{"Broken", world(2).unhelped(60, two, o(1)), check.Broken, 2,
			"1 of 2 (50 %) of those whom nothing can help are not on the system's list, the first of them orchid-2 since 2031-05-06 09:00 UTC: its refresh token was refused for good"},
		{"BrokenForAsLongAsItTakes", world(2).unhelped(520, one), check.Broken, 1,
			"1 of 1 (100 %) of those whom nothing can help are not on the system's list, the first of them orchid-1 since 2031-05-06 16:40 UTC: its refresh token was refused for good"},
		{"BrokenAfterARestart", world(2).down(510, 520).unhelped(60, one), check.Broken, 1,
			"1 of 1 (100 %) of those whom nothing can help are not on the system's list, the first of them orchid-1 since 2031-05-06 09:00 UTC: its refresh token was refused for good"},
	})
	assert.Nil(t, world(2).promise("helpless-are-listed"), "the system has no list")
	assert.Nil(t, world(2).unhelped(520.1, one).promise("helpless-are-listed"), "too late to know")
	assert.Nil(t, world(2).down(510, 521).unhelped(60, one).promise("helpless-are-listed"), "it has just begun to run")
	assert.Nil(t, world(2).unhelped(60, nil, o(1)).promise("helpless-are-listed"), "whoever is listed may have an owner who does not answer")
	v := world(2).unhelped(60, two).promise("helpless-are-listed")
	assert.Equal(t, two, v.Accounts)
	assert.Len(t, v.Evidence, 1)
}
