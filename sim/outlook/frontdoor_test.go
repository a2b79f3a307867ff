package outlook_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/sim/fault"
	"anchorage/sim/journal"
	"anchorage/sim/mailbox"
)

const (
	restEvents  = "https://outlook.office.com/api/v2.0/me/events"
	graphEvents = "https://graph.microsoft.com/v1.0/me/events"
)

// reach asks for the events of a mailbox with a hint, "" for none.
func (f *fixture) reach(m *mailbox.Mailbox, hint string) reply {
	f.Helper()
	token, url := m.Spec().ID+"/live", restEvents
	if m.Spec().Provider == mailbox.Microsoft365 {
		token, url = m.Spec().ID+"/graph", graphEvents
	}
	if hint == "" {
		return f.get(token, url)
	}
	return f.get(token, url, "x-anchormailbox", hint)
}

func assertUnresolved(t *testing.T, r reply) {
	t.Helper()
	assert.Equal(t, http.StatusServiceUnavailable, r.status, r.text)
	assert.Contains(t, r.text, "Service Unavailable")
	assert.Contains(t, r.header.Get("Content-Type"), "text/html")
	assert.Empty(t, r.header.Values("Retry-After"))
	assert.Empty(t, r.header.Values("Request-Id"), "it never came as far as the API")
}

func TestLookupNeedsNoHint(t *testing.T) {
	f := newFixture(t)
	for _, mode := range []string{"", fault.Lookup} {
		f.server.Faults = routing(mode)
		for _, m := range f.store.All() {
			assertOK(t, f.reach(m, ""))
			assertOK(t, f.reach(m, m.Spec().SignIn)) // resolves or is ignored
			assertOK(t, f.reach(m, "no such form"))
		}
	}
}

// Whether a mailbox can be reached by its owner's address follows from the
// directory, and from nothing else.
func TestHintRequired(t *testing.T) {
	for name, row := range map[string]struct {
		fits    func(*mailbox.Spec) bool
		byEmail bool
	}{
		"standard":               {kind(mailbox.Standard, true), true},
		"standard, not listed":   {kind(mailbox.Standard, false), false},
		"custom domain":          {kind(mailbox.CustomDomain, false), false},
		"custom domain, listed":  {kind(mailbox.CustomDomain, true), true},
		"other sign-in":          {kind(mailbox.OtherSignIn, false), false},
		"Microsoft 365, listed ": {func(s *mailbox.Spec) bool { return s.Provider == mailbox.Microsoft365 }, true},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t)
			f.server.Faults = routing(fault.HintRequired)
			m := f.pick(row.fits)
			assertUnresolved(t, f.reach(m, ""))
			for _, hint := range []string{m.Spec().SignIn, strings.ToUpper(m.Spec().SignIn), "SMTP:" + m.Spec().SignIn} {
				r := f.reach(m, hint)
				if row.byEmail {
					assertOK(t, r)
				} else {
					assertUnresolved(t, r)
				}
				assert.Equal(t, journal.HintEmail, f.last().Hint)
			}
			for _, hint := range idHints(m.Spec()) {
				assertOK(t, f.reach(m, hint))
				assert.Equal(t, journal.HintMailboxID, f.last().Hint, hint)
			}
		})
	}
}

// idHints are all forms of a mailbox id (provider contract 1).
func idHints(s *mailbox.Spec) []string {
	hints := []string{
		s.MailboxGUID, strings.ToUpper(s.MailboxGUID),
		"OID:" + s.OID + "@" + s.TID, "Oid:" + s.OID + "@" + s.TID, "oid:" + strings.ToUpper(s.OID) + "@" + s.TID,
	}
	if s.Provider == mailbox.OutlookCom {
		hints = append(hints, "PUID:"+s.PUID+"@84df9e7f-e9f6-40af-b435-aaaaaaaaaaaa", "CID:"+s.CID,
			s.MailboxGUID+"@84df9e7f-e9f6-40af-b435-aaaaaaaaaaaa")
	}
	return hints
}

func TestHintsThatLeadNowhere(t *testing.T) {
	f := newFixture(t)
	m := f.pick(kind(mailbox.Standard, true))
	s := m.Spec()
	hints := []string{
		"nobody@example.com", "PUID:" + s.PUID, "PUID:" + s.PUID + "@" + s.TID, "OID:" + s.OID, "OID:" + s.OID + "@84df9e7f-e9f6-40af-b435-aaaaaaaaaaaa",
		"00000000-0000-0000-0000-000000000000", "nonsense", "XYZ:" + s.CID, ":", "@",
	}
	for _, hint := range hints {
		f.server.Faults = routing(fault.HintRequired)
		assertUnresolved(t, f.reach(m, hint))
		f.server.Faults = routing(fault.Lookup)
		assertOK(t, f.reach(m, hint))
	}
}

// The comparison group of a scenario proves something only if it could fail too.
func TestMicrosoft365CanFail(t *testing.T) {
	f := newFixture(t)
	m := f.pick(func(s *mailbox.Spec) bool { return s.Provider == mailbox.Microsoft365 })
	f.server.Faults = decide(func(_ time.Time, r fault.Request) fault.Decision {
		if r.Mailbox != nil && r.Mailbox.Provider == mailbox.OutlookCom {
			return fault.Decision{Routing: fault.HintRequired}
		}
		return fault.Decision{}
	})
	assertOK(t, f.reach(m, ""))
	f.server.Faults = routing(fault.HintRequired)
	assertUnresolved(t, f.reach(m, ""))
	assertOK(t, f.reach(m, m.Spec().SignIn))
}

func TestWrongHint(t *testing.T) {
	f := newFixture(t)
	m := f.pick(kind(mailbox.Standard, true))
	other := f.pick(func(s *mailbox.Spec) bool { return s.Provider == mailbox.Microsoft365 }).Spec()
	for _, mode := range []string{fault.Lookup, fault.HintRequired} {
		f.server.Faults = routing(mode)
		for _, hint := range append(idHints(other), other.Address) {
			f.server.Era = 2022
			r := f.reach(m, hint)
			assert.Equal(t, http.StatusBadRequest, r.status)
			assert.Equal(t, "ErrorIncorrectRoutingHint", r.code())
			assert.Contains(t, r.text, "The x-anchor mailbox '"+hint+"' does not match the target of the request.")
			assert.Equal(t, "ErrorIncorrectRoutingHint", f.last().Code)

			f.server.Era = 2017
			r = f.reach(m, hint)
			assert.Equal(t, http.StatusServiceUnavailable, r.status)
			assert.Equal(t, "MailboxInfoStale", r.code())
		}
	}
}

// The front door stands before authentication: it cannot find the mailbox of a
// token that nobody knows, but a good hint takes the request to a server that
// refuses the token.
func TestFrontDoorComesBeforeAuthentication(t *testing.T) {
	f := newFixture(t)
	hint := f.pick(kind(mailbox.Standard, true)).Spec().SignIn
	f.server.Faults = routing(fault.HintRequired)
	assertUnresolved(t, f.get("unknown", restEvents))
	assert.Equal(t, http.StatusUnauthorized, f.get("unknown", restEvents, "X-AnchorMailbox", hint).status)
	f.server.Faults = nil
	assert.Equal(t, http.StatusUnauthorized, f.get("unknown", restEvents).status)
}

// With the older authorization nothing that a client can read names the mailbox:
// an assumption about 2022, without which the incident would have had another end.
func TestOlderAuthorizationTellsNoMailboxID(t *testing.T) {
	f := newFixture(t)
	m := f.pick(kind(mailbox.CustomDomain, false))
	s := m.Spec()
	e := f.fill(m, 1)[0]
	token := s.ID + "/live"
	r := f.get(token, "https://outlook.office.com/api/v2.0/me")
	require.Equal(t, http.StatusForbidden, r.status)
	assert.Equal(t, "ErrorAccessDenied", r.code())
	for _, path := range []string{"/calendars", "/calendar", "/events", "/events/" + e.ID, "/calendar/events", "/calendarview?" + window} {
		for _, prefer := range []string{"", "odata.track-changes"} {
			r := f.get(token, "https://outlook.office.com/api/v2.0/me"+path, "Prefer", prefer)
			assertOK(t, r)
			for _, secret := range []string{s.MailboxGUID, s.PUID, s.CID, s.OID, s.OID[len(s.OID)-12:]} {
				assert.NotContains(t, strings.ToLower(r.text), strings.ToLower(secret), path)
			}
		}
	}
}
