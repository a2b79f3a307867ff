package naive

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"strings"
	"time"

	"golang.org/x/oauth2"

	"anchorage/harness/sut"
)

// authorize goes through the provider's sign-in with the owner's browser and
// takes the code out of the address that it is sent back to.
func (s *System) authorize(spec sut.AccountSpec, browser http.RoundTripper) (*account, error) {
	a := &account{oauth: registered[spec.Authorization+" "+spec.Provider], rest: spec.Provider == "outlook.com", events: map[string]sut.Event{}, series: map[string]string{}}
	a.oauth.ClientID, a.oauth.RedirectURL, a.oauth.Endpoint.AuthStyle = "naive", s.env.PublicURL+"/callback", oauth2.AuthStyleInParams
	browse := http.Client{Transport: browser, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	response, err := browse.Get(a.oauth.AuthCodeURL("state"))
	if err != nil {
		return nil, err
	}
	response.Body.Close()
	back, err := response.Location()
	if err != nil {
		return nil, fmt.Errorf("naive: the sign-in of %s ends with %s: %w", spec.Mailbox, response.Status, err)
	}
	token, err := a.oauth.Exchange(s.ctx, back.Query().Get("code"))
	a.token.Store(token)
	return a, err
}

// registered is how this client is known to the two identity systems, by kind of
// authorization and provider (provider contract 2.2, 2.6).
var registered = map[string]oauth2.Config{
	"live outlook.com": {
		Endpoint: oauth2.Endpoint{AuthURL: "https://login.live.com/oauth20_authorize.srf", TokenURL: "https://login.live.com/oauth20_token.srf"},
		Scopes:   []string{"wl.offline_access", "wl.calendars"},
	},
	"identity_platform outlook.com":  platform("consumers", "https://outlook.office.com/Calendars.Read"),
	"identity_platform microsoft365": platform("organizations", "https://graph.microsoft.com/Calendars.Read"),
}

func platform(tenant, scope string) oauth2.Config {
	base := "https://login.microsoftonline.com/" + tenant + "/oauth2/v2.0/"
	return oauth2.Config{Endpoint: oauth2.Endpoint{AuthURL: base + "authorize", TokenURL: base + "token"}, Scopes: []string{"offline_access", scope}}
}

// page is an answer in either dialect: names match whatever their case.
type page struct {
	Value []item
	Next  string `json:"@odata.nextLink"`
	Delta string `json:"@odata.deltaLink"`
}

type item struct {
	ID, Subject, ShowAs, Reason string
	Type, SeriesMasterID        string
	Start, End                  struct{ DateTime string }
	Removed                     *struct{} `json:"@removed"`
}

func (i item) event() sut.Event {
	const utc = "2006-01-02T15:04:05.9999999" // which was asked for
	start, _ := time.Parse(utc, i.Start.DateTime)
	end, _ := time.Parse(utc, i.End.DateTime)
	busy := i.ShowAs
	if busy != "" {
		busy = strings.ToLower(busy[:1]) + busy[1:]
	}
	return sut.Event{ID: i.ID, Subject: i.Subject, Start: start, End: end, Busy: busy}
}

// tell adds one item to the cache. A series comes anew as a whole, its occurrences
// bare after their master (provider contract 3.5).
func (a *account) tell(masters map[string]item, e item) {
	id := strings.TrimSuffix(strings.TrimPrefix(e.ID, "CalendarView('"), "')") // as the older dialect has it when it is gone
	master, gone := strings.EqualFold(e.Type, "seriesMaster"), e.Removed != nil || e.Reason != ""
	if e.SeriesMasterID == "" {
		maps.DeleteFunc(a.events, func(occurrence string, _ sut.Event) bool { return a.series[occurrence] == id })
	}
	if gone || master {
		delete(a.events, id)
		masters[id] = e
		return
	}
	if e.Subject == "" {
		e.Subject, e.ShowAs = masters[e.SeriesMasterID].Subject, masters[e.SeriesMasterID].ShowAs
	}
	a.events[id], a.series[id] = e.event(), e.SeriesMasterID
}

var errGone = errors.New("the place in the calendar's history is lost")

// get makes one request, with a new token if the old one has expired. Whatever
// comes with status 200 is a page. Nothing is shared across the request: a token
// source of package oauth2 holds its mutex while it asks for a token.
func (s *System) get(a *account, link string) (got page, err error) {
	token, err := a.oauth.TokenSource(s.ctx, a.token.Load()).Token()
	if err != nil {
		return got, err
	}
	a.token.Store(token)
	request, err := http.NewRequestWithContext(s.ctx, http.MethodGet, link, nil)
	if err != nil {
		return got, err
	}
	token.SetAuthHeader(request)
	request.Header.Set("Prefer", `odata.track-changes, odata.maxpagesize=200, outlook.timezone="UTC"`)
	response, err := s.env.HTTP.RoundTrip(request)
	if err != nil {
		return got, err
	}
	defer response.Body.Close()
	switch response.StatusCode {
	case http.StatusOK:
		_ = json.NewDecoder(response.Body).Decode(&got)
		return got, nil
	case http.StatusGone:
		return got, errGone
	}
	return got, errors.New("naive: the provider answers " + response.Status)
}

// listing is where everything from last month to next year is told.
func (a *account) listing() string {
	from, until := time.Now().UTC().AddDate(0, -1, 0), time.Now().UTC().AddDate(1, 0, 0)
	window := "?startDateTime=" + from.Format(time.DateOnly) + "T00:00:00Z&endDateTime=" + until.Format(time.DateOnly) + "T00:00:00Z"
	if a.rest {
		return "https://outlook.office.com/api/v2.0/me/calendarview" + window
	}
	return "https://graph.microsoft.com/v1.0/me/calendarView/delta" + window
}
