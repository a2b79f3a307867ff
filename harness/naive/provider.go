package naive

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"golang.org/x/oauth2"

	"anchorage/harness/sut"
)

// authorize goes through the provider's sign-in with the owner's browser and
// takes the code out of the address that it is sent back to.
func (s *System) authorize(ctx context.Context, spec sut.AccountSpec, browser http.RoundTripper) (*account, error) {
	a := &account{oauth: registration(spec, s.env.PublicURL), rest: spec.Provider == "outlook.com", events: map[string]sut.Event{}}
	client := http.Client{Transport: browser, CheckRedirect: func(r *http.Request, _ []*http.Request) error {
		if strings.HasPrefix(r.URL.String(), a.oauth.RedirectURL) {
			return http.ErrUseLastResponse
		}
		return nil
	}}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, a.oauth.AuthCodeURL(""), nil)
	if err != nil {
		return nil, err
	}
	response, err := client.Do(request)
	if err != nil {
		return nil, err
	}
	response.Body.Close()
	back, err := response.Location()
	if err != nil {
		return nil, fmt.Errorf("the sign-in ends with %s: %w", response.Status, err)
	}
	if a.token, err = a.oauth.Exchange(s.client(ctx), back.Query().Get("code")); err != nil {
		return nil, fmt.Errorf("%s: %w", back.Query().Get("error"), err)
	}
	return a, nil
}

// client has package oauth2 use the world's network.
func (s *System) client(ctx context.Context) context.Context {
	return context.WithValue(ctx, oauth2.HTTPClient, &http.Client{Transport: s.env.HTTP})
}

// registration is how this client is known to the two identity systems (provider
// contract 2.2, 2.6).
func registration(spec sut.AccountSpec, public string) *oauth2.Config {
	c := &oauth2.Config{ClientID: "naive", RedirectURL: public + "/callback"}
	if spec.Authorization == "live" {
		c.Endpoint = oauth2.Endpoint{AuthURL: "https://login.live.com/oauth20_authorize.srf", TokenURL: "https://login.live.com/oauth20_token.srf"}
		c.Scopes = []string{"wl.offline_access", "wl.calendars"}
	} else {
		base, api := "https://login.microsoftonline.com/organizations", "https://graph.microsoft.com"
		if spec.Provider == "outlook.com" {
			base, api = "https://login.microsoftonline.com/consumers", "https://outlook.office.com"
		}
		c.Endpoint = oauth2.Endpoint{AuthURL: base + "/oauth2/v2.0/authorize", TokenURL: base + "/oauth2/v2.0/token"}
		c.Scopes = []string{"offline_access", api + "/Calendars.Read"}
	}
	c.Endpoint.AuthStyle = oauth2.AuthStyleInParams
	return c
}

// page is an answer in either dialect: names match whatever their case.
type page struct {
	Value []item
	Next  string `json:"@odata.nextLink"`
	Delta string `json:"@odata.deltaLink"`
}

type item struct {
	ID, Subject, ShowAs, Reason string
	Start, End                  struct{ DateTime string }
	Removed                     *struct{} `json:"@removed"`
}

func (i item) gone() bool { return i.Removed != nil || i.Reason != "" }

// id is without what the older dialect wraps those of deleted events in, as in
// CalendarView('id').
func (i item) id() string {
	if _, rest, wrapped := strings.Cut(i.ID, "('"); wrapped {
		return strings.TrimSuffix(rest, "')")
	}
	return i.ID
}

func (i item) event() sut.Event {
	at := func(text string) time.Time {
		t, _ := time.Parse("2006-01-02T15:04:05.9999999", text) // in UTC, as was asked for
		return t
	}
	busy := i.ShowAs
	if busy != "" {
		busy = strings.ToLower(busy[:1]) + busy[1:]
	}
	return sut.Event{ID: i.ID, Subject: i.Subject, Start: at(i.Start.DateTime), End: at(i.End.DateTime), Busy: busy}
}

// get makes one request, with a new token if the old one has expired. Whatever
// comes with status 200 is a page. Nothing is shared across the request: a token
// source of package oauth2 holds its mutex while it asks for a token.
func (s *System) get(ctx context.Context, a *account, link string) (got page, status int, err error) {
	s.mu.Lock()
	token := a.token
	s.mu.Unlock()
	if token, err = a.oauth.TokenSource(s.client(ctx), token).Token(); err != nil {
		return page{}, 0, err
	}
	s.mu.Lock()
	a.token = token
	s.mu.Unlock()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, link, nil)
	if err != nil {
		return page{}, 0, err
	}
	token.SetAuthHeader(request)
	request.Header.Set("Prefer", `odata.track-changes, odata.maxpagesize=200, outlook.timezone="UTC"`)
	response, err := s.env.HTTP.RoundTrip(request)
	if err != nil {
		return page{}, 0, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return page{}, response.StatusCode, errors.New("the provider answers " + response.Status)
	}
	body, _ := io.ReadAll(response.Body)
	_ = json.Unmarshal(body, &got)
	return got, http.StatusOK, nil
}

// listing is where everything from last month to next year is told.
func (a *account) listing() string {
	now := time.Now().UTC().Truncate(24 * time.Hour)
	at := func(t time.Time) []string { return []string{t.Format(time.RFC3339)} }
	query := url.Values{"startDateTime": at(now.AddDate(0, -1, 0)), "endDateTime": at(now.AddDate(1, 0, 0))}.Encode()
	if a.rest {
		return "https://outlook.office.com/api/v2.0/me/calendarview?" + query
	}
	return "https://graph.microsoft.com/v1.0/me/calendarView/delta?" + query
}
