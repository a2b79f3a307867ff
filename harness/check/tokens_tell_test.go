package check_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"anchorage/harness/check"
	"anchorage/harness/history"
)

func TestNewestTokenKeptTells(t *testing.T) {
	const name = "newest-token-kept"
	lost := func(b *built, minutes float64, mailbox string) *built {
		return b.add(minutes, history.TokenOutdated{Mailbox: mailbox})
	}
	asks := func(mailbox string) string {
		return "the system asks for a token of " + mailbox + " with a refresh token older than the one that it used last"
	}
	wholly(t, check.Verdict{Status: check.Held, Sample: 1, At: at(lasts), Message: "the system was ended 1 time, and never came back to a refresh token that it had replaced"},
		world(1).down(60, lasts).promise(name))
	// The same one twice is one account, and every time is told.
	b := lost(lost(lost(world(3).down(60, 65), 70, o(3)), 71, o(1)), 72, o(3))
	wholly(t, check.Verdict{Status: check.Broken, Sample: 1, At: at(70),
		Message:  "a refresh token was lost after its access token had been used, the first that of orchid-3, by 2031-05-06 09:10 UTC",
		Accounts: []string{o(1), o(3)}, Evidence: []check.Evidence{proof(70, asks(o(3))), proof(71, asks(o(1))), proof(72, asks(o(3)))}}, b.promise(name))
	assert.Equal(t, check.Broken, lost(world(1).down(60, 65), 50, o(1)).promise(name).Status, "before any end, too")
	many := world(8)
	for i := 1; i <= 8; i++ {
		lost(many, 60+float64(i), o(i))
	}
	v := many.promise(name)
	assert.Len(t, v.Evidence, 6, "the first few")
	assert.Len(t, v.Accounts, 8)
}
