package routing_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"anchorage/system"
	"anchorage/system/routing"
)

func TestChoose(t *testing.T) {
	const id = "00000000-0000-0000-0000-000000000001@9188040d-6c67-4c5b-b112-36a304b66dad"
	for _, row := range []struct {
		name       string
		configured system.Hint
		mailboxID  string
		passed     system.Hint
		want       system.Hint
	}{
		{"unset sends nothing", "", id, system.HintEmail, system.HintNone},
		{"none sends nothing though more is known", system.HintNone, id, system.HintMailboxID, system.HintNone},
		{"email", system.HintEmail, id, system.HintNone, system.HintEmail},
		{"email without an id", system.HintEmail, "", "", system.HintEmail},
		{"mailbox id", system.HintMailboxID, id, system.HintNone, system.HintMailboxID},
		{"mailbox id unknown keeps email", system.HintMailboxID, "", system.HintEmail, system.HintEmail},
		{"mailbox id unknown and none passed", system.HintMailboxID, "", system.HintNone, system.HintEmail},
		{"mailbox id unknown and nothing passed yet", system.HintMailboxID, "", "", system.HintEmail},
		{"mailbox id lost", system.HintMailboxID, "", system.HintMailboxID, system.HintEmail},
	} {
		t.Run(row.name, func(t *testing.T) {
			a := system.Account{MailboxID: row.mailboxID, Hint: row.passed}
			assert.Equal(t, row.want, routing.Choose(system.RoutingSettings{Hint: row.configured}, a))
		})
	}
}
