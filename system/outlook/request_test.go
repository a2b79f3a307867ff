package outlook_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/system"
)

func TestRequest(t *testing.T) {
	const (
		restLink  = "https://outlook.office365.com/api/v2.0/me/calendarview/?startDateTime=a&%24deltatoken=v2%2cx"
		graphLink = "https://graph.microsoft.com/v1.0/me/calendarView/delta?$deltatoken=x"
	)
	for _, row := range []struct {
		name       string
		provider   system.Provider
		link       string
		change     func(*system.Access)
		url        string
		prefer     string
		anchor     string
		hintAbsent bool
	}{
		{name: "rest first", provider: system.OutlookCom, hintAbsent: true,
			url:    "https://outlook.office.com/api/v2.0/me/calendarview?startDateTime=2022-02-22T12:00:00Z&endDateTime=2022-05-01T12:00:00Z",
			prefer: `odata.track-changes, odata.maxpagesize=50, outlook.timezone="UTC"`},
		{name: "rest link on another host", provider: system.OutlookCom, link: restLink, hintAbsent: true,
			url:    "https://outlook.office.com/api/v2.0/me/calendarview/?startDateTime=a&%24deltatoken=v2%2cx",
			prefer: `odata.track-changes, odata.maxpagesize=50, outlook.timezone="UTC"`},
		{name: "rest on a host of the settings", provider: system.OutlookCom, link: restLink, hintAbsent: true,
			change: func(a *system.Access) { a.Requests.Host = "outlook.office365.com" }, url: restLink,
			prefer: `odata.track-changes, odata.maxpagesize=50, outlook.timezone="UTC"`},
		{name: "graph first", provider: system.Microsoft365, hintAbsent: true,
			url:    "https://graph.microsoft.com/v1.0/me/calendarView/delta?startDateTime=2022-02-22T12:00:00Z&endDateTime=2022-05-01T12:00:00Z",
			prefer: `odata.maxpagesize=50, outlook.timezone="UTC"`},
		{name: "graph link", provider: system.Microsoft365, link: graphLink, hintAbsent: true, url: graphLink,
			change: func(a *system.Access) { a.Requests.Host, a.PageSize = "outlook.office365.com", 0 }, prefer: `outlook.timezone="UTC"`},
		{name: "email hint", provider: system.OutlookCom, link: restLink, anchor: "sam@example.com",
			change: func(a *system.Access) { a.Hint, a.Requests.Prefer = system.HintEmail, "IdType=\"ImmutableId\"" },
			url:    "https://outlook.office.com/api/v2.0/me/calendarview/?startDateTime=a&%24deltatoken=v2%2cx",
			prefer: `odata.track-changes, odata.maxpagesize=50, outlook.timezone="UTC", IdType="ImmutableId"`},
		{name: "mailbox id hint", provider: system.Microsoft365, link: graphLink, anchor: "OID:oid@tid", url: graphLink,
			change: func(a *system.Access) { a.Hint = system.HintMailboxID }, prefer: `odata.maxpagesize=50, outlook.timezone="UTC"`},
	} {
		t.Run(row.name, func(t *testing.T) {
			provider := &answer{body: page()}
			c, counted := client(provider)
			a := access(row.provider)
			if row.change != nil {
				row.change(&a)
			}
			_, err := c.Page(t.Context(), a, row.link, window)
			require.NoError(t, err)
			require.Len(t, provider.requests, 1)
			r := provider.requests[0]
			assert.Equal(t, row.url, r.URL.String())
			assert.Equal(t, r.URL.Host, r.Host)
			assert.Equal(t, "Bearer secret-token", r.Header.Get("Authorization"))
			assert.Equal(t, "application/json", r.Header.Get("Accept"))
			assert.Equal(t, "anchorage-sync/1.0", r.Header.Get("User-Agent"))
			assert.Equal(t, row.prefer, r.Header.Get("Prefer"))
			assert.Equal(t, row.anchor, r.Header.Get("X-AnchorMailbox"))
			assert.Equal(t, row.hintAbsent, r.Header.Values("X-AnchorMailbox") == nil)
			assert.Equal(t, []string{string(row.provider) + " delta 200"}, counted.all)
		})
	}
}

// A token goes nowhere but to the provider, whatever a link says.
func TestLinkDoesNotChooseTheHost(t *testing.T) {
	for _, p := range system.Providers {
		provider := &answer{body: page()}
		c, _ := client(provider)
		_, err := c.Page(t.Context(), access(p), "https://evil.example.com/v1.0/me/calendarView/delta?$deltatoken=x", window)
		require.NoError(t, err)
		assert.Contains(t, []string{"graph.microsoft.com", "outlook.office.com"}, provider.requests[0].URL.Host)
		for _, link := range []string{"http://outlook.office.com/x", "/relative", "https://no-path", "https://outlook.office.com/\x7f"} {
			_, err := c.Page(t.Context(), access(p), link, window)
			assert.Equal(t, system.CodeMalformed, system.AsError(err).Code, link)
		}
		assert.Len(t, provider.requests, 1)
	}
}

func TestDefaultCalendar(t *testing.T) {
	for p, url := range map[system.Provider]string{
		system.OutlookCom:   "https://outlook.office.com/api/v2.0/me/calendar",
		system.Microsoft365: "https://graph.microsoft.com/v1.0/me/calendar",
	} {
		t.Run(string(p), func(t *testing.T) {
			for body, want := range map[string]string{`{"Id":"c1","Name":"Calendar"}`: "c1", `{"id":"c2"}`: "c2"} {
				provider := &answer{body: body}
				c, counted := client(provider)
				id, err := c.DefaultCalendar(t.Context(), access(p))
				require.NoError(t, err)
				assert.Equal(t, want, id)
				assert.Equal(t, url, provider.requests[0].URL.String())
				assert.Empty(t, provider.requests[0].Header.Get("Prefer"))
				assert.Equal(t, []string{string(p) + " calendar 200"}, counted.all)
			}
			for _, body := range []string{`{}`, `[]`, `{"id":""}`, `<html>`, ``} {
				c, _ := client(&answer{body: body})
				_, err := c.DefaultCalendar(t.Context(), access(p))
				assert.Equal(t, system.CodeMalformed, system.AsError(err).Code, body)
			}
		})
	}
}
