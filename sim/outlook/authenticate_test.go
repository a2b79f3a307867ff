package outlook_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"anchorage/sim/mailbox"
)

func TestAuthenticate(t *testing.T) {
	f := newFixture(t)
	m := f.pick(kind(mailbox.Standard, true)).Spec()
	work := f.pick(func(s *mailbox.Spec) bool { return s.Provider == mailbox.Microsoft365 }).Spec()
	f.grant(m.ID, "wl.basic only", "outlook.office.com", mailbox.Live, "wl.basic")
	f.grant("no-such-mailbox", "orphan", "graph.microsoft.com", mailbox.IdentityPlatform, "calendars.read")
	expired := func(id string) string {
		g := f.tokens[id+"/graph"]
		g.Expires = start.Add(time.Second)
		f.tokens[id+"/expired"] = g
		return id + "/expired"
	}
	for name, row := range map[string]struct {
		token, url string
		status     int
		code, text string
	}{
		"OK":                 {m.ID + "/graph", graphEvents, 200, "", ""},
		"OK other host":      {m.ID + "/live", "https://outlook.office365.com/api/v2.0/me/events", 200, "", ""},
		"ErrMissing":         {"", graphEvents, 401, "InvalidAuthenticationToken", "Access token is empty."},
		"ErrUnknown":         {"guess", graphEvents, 401, "InvalidAuthenticationToken", "CompactToken parsing failed with error code: 80049217"},
		"ErrNoMailbox":       {"orphan", graphEvents, 401, "InvalidAuthenticationToken", "80049217"},
		"ErrExpired":         {expired(m.ID), graphEvents, 401, "InvalidAuthenticationToken", "CompactToken validation failed with reason code: 80049228."},
		"ErrExpired work":    {expired(work.ID), graphEvents, 401, "InvalidAuthenticationToken", "Lifetime validation failed, the token is expired."},
		"ErrAudience":        {m.ID + "/live", graphEvents, 401, "InvalidAuthenticationToken", "audience"},
		"ErrAudience REST":   {m.ID + "/graph", restEvents, 401, "InvalidAuthenticationToken", "audience"},
		"ErrScope":           {"wl.basic only", restEvents, 403, "ErrorAccessDenied", "Access is denied"},
		"ErrScope of Live":   {m.ID + "/live", rest + "/me", 403, "ErrorAccessDenied", "Access is denied"},
		"ErrScope for Graph": {m.ID + "/narrow", graph + "/me", 403, "ErrorAccessDenied", "Access is denied"},
	} {
		t.Run(name, func(t *testing.T) {
			f.clock.now = start.Add(time.Minute)
			f.grant(m.ID, m.ID+"/narrow", "graph.microsoft.com", mailbox.IdentityPlatform, "calendars.read")
			r := f.get(row.token, row.url)
			assert.Equal(t, row.status, r.status, r.text)
			assert.Equal(t, row.code, r.code())
			assert.Contains(t, r.text, row.text)
			assert.Equal(t, row.status == http.StatusUnauthorized, r.header.Get("WWW-Authenticate") != "")
		})
	}
}

func TestErrorEnvelope(t *testing.T) {
	f := newFixture(t)
	r := f.get("", graphEvents, "client-request-id", "11111111-2222-4333-8444-555555555555")
	assert.Equal(t, "application/json", r.header.Get("Content-Type"))
	inner := r.body["error"].(map[string]any)["innerError"].(map[string]any)
	assert.Equal(t, "2022-03-01T20:00:00", inner["date"])
	assert.Equal(t, r.header.Get("request-id"), inner["request-id"])
	assert.Equal(t, "11111111-2222-4333-8444-555555555555", inner["client-request-id"])
	assert.Contains(t, r.header.Get("WWW-Authenticate"), "00000003-0000-0000-c000-000000000000")

	r = f.get("", restEvents)
	assert.NotContains(t, r.text, "innerError")
	assert.Contains(t, r.text, `"error":{"code":"InvalidAuthenticationToken"`)
}

func TestResponseHeaders(t *testing.T) {
	f := newFixture(t)
	m := f.pick(kind(mailbox.Standard, true)).Spec()
	r := f.get(m.ID+"/graph", graphEvents)
	assert.Contains(t, r.header.Get("Content-Type"), "application/json;odata.metadata=minimal")
	assert.Regexp(t, `^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`, r.header.Get("request-id"))
	assert.Equal(t, r.header.Get("request-id"), r.header.Get("client-request-id"))
	assert.Equal(t, "Tue, 01 Mar 2022 20:00:00 GMT", r.header.Get("Date"))
	assert.Equal(t, "private", r.header.Get("Cache-Control"))
	again := f.get(m.ID+"/graph", graphEvents)
	assert.NotEqual(t, r.header.Get("request-id"), again.header.Get("request-id"))
}
