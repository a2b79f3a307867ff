package check_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"anchorage/harness/check"
	"anchorage/harness/history"
)

func TestNewestTokenKept(t *testing.T) {
	lost := history.TokenOutdated{Mailbox: o(1)}
	broken := "a refresh token was lost after its access token had been used, the first that of orchid-1, by 2031-05-06 09:10 UTC"
	promised(t, "newest-token-kept", []row{
		{"Held", world(1).down(60, 65), check.Held, 1, "the system was ended 1 time, and never came back to a refresh token that it had replaced"},
		{"HeldTwice", world(1).down(60, 65).down(70, lasts), check.Held, 2, "the system was ended 2 times, and never came back to a refresh token that it had replaced"},
		{"Broken", world(1).down(60, 65).add(70, lost), check.Broken, 1, broken},
		{"BrokenWithoutAnEnd", world(1).add(70, lost), check.Broken, 0, broken},
	})
	assert.Nil(t, world(1).promise("newest-token-kept"), "nothing can be lost of what is in memory")
	v := world(2).down(60, 65).add(70, lost).add(71, history.TokenOutdated{Mailbox: o(2)}).promise("newest-token-kept")
	assert.Equal(t, []string{o(1), o(2)}, v.Accounts)
	assert.Len(t, v.Evidence, 2)
}
