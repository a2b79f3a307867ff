// Package routing decides what X-AnchorMailbox carries. The rungs go from
// cheapest to dearest: none, email, mailbox_id.
package routing

import "anchorage/system"

// Choose returns the rung that the next request of a sends. Rungs none and email
// are always possible. Rung mailbox_id needs the account's mailbox id; while that
// is unknown the account keeps its last passing rung, and an account that has
// never passed on a rung above none sends its e-mail address, the best hint that
// is there.
func Choose(settings system.RoutingSettings, a system.Account) system.Hint {
	switch settings.Hint {
	case system.HintEmail:
		return system.HintEmail
	case system.HintMailboxID:
		return mailboxID(a)
	}
	return system.HintNone
}

func mailboxID(a system.Account) system.Hint {
	if a.MailboxID != "" {
		return system.HintMailboxID
	}
	// A last passing rung of mailbox_id is no use without the id.
	return system.HintEmail
}
