package outlook

import (
	"net/http"
	"strings"

	"anchorage/sim/journal"
	"anchorage/sim/mailbox"
)

// hint is a routing hint, the value of X-AnchorMailbox (provider contract 1).
type hint struct {
	text string // as sent
	kind hintKind
	key  string // what follows the prefix
}

type hintKind int

const (
	noHint     hintKind = iota
	byAddress           // bare SMTP address, SMTP:<address>, UPN:<upn>
	byGUID              // mailbox GUID, bare or followed by @<tenant>
	byPUID              // PUID:<16 hex>@<tenant of all consumer mailboxes>
	byOID               // OID:<oid>@<tid>
	byCID               // CID:<16 hex>
	unreadable          // none of these forms
)

// guidLetters is the length of a GUID's text.
const guidLetters = 36

func parseHint(h http.Header) hint {
	text := strings.TrimSpace(headerValue(h, "X-Anchormailbox"))
	if text == "" {
		return hint{}
	}
	prefix, key, found := strings.Cut(text, ":")
	if !found {
		return hint{text, bareHint(text), text}
	}
	kind := unreadable
	switch {
	case strings.EqualFold(prefix, "smtp"), strings.EqualFold(prefix, "upn"):
		kind = byAddress
	case strings.EqualFold(prefix, "puid"):
		kind = byPUID
	case strings.EqualFold(prefix, "oid"):
		kind = byOID
	case strings.EqualFold(prefix, "cid"):
		kind = byCID
	}
	return hint{text, kind, key}
}

func bareHint(text string) hintKind {
	name, _, _ := strings.Cut(text, "@")
	if len(name) == guidLetters && strings.Count(name, "-") == 4 {
		return byGUID
	}
	if len(name) < len(text) {
		return byAddress
	}
	return unreadable
}

// form is the hint's form for the journal.
func (h hint) form() string {
	switch h.kind {
	case noHint:
		return journal.HintNone
	case byAddress:
		return journal.HintEmail
	}
	return journal.HintMailboxID
}

// resolve finds the mailbox that the hint leads to. Ids always do; an address
// only where the directory lists it as an address of a mailbox.
func (h hint) resolve(s *mailbox.Store) (*mailbox.Mailbox, bool) {
	name, tenant, _ := strings.Cut(h.key, "@")
	switch h.kind {
	case byAddress:
		return s.ByAddress(h.key)
	case byGUID:
		return s.ByGUID(name)
	case byPUID:
		if strings.EqualFold(tenant, mailbox.ConsumerMailboxTenant) {
			return s.ByPUID(name)
		}
	case byOID:
		return s.ByOID(name, tenant)
	case byCID:
		return s.ByCID(name)
	}
	return nil, false
}
