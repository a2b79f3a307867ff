package outlook_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"time"

	"anchorage/system"
	"anchorage/system/outlook"
)

// direct is a RoundTripper that calls a handler, as a server would be called.
type direct struct{ http.Handler }

func (d direct) RoundTrip(r *http.Request) (*http.Response, error) {
	w := httptest.NewRecorder()
	d.ServeHTTP(w, r)
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	return w.Result(), nil
}

// tripper is a RoundTripper made of a function.
type tripper func(*http.Request) (*http.Response, error)

func (f tripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// answer is a provider that gives the same answer to all, and keeps the requests.
type answer struct {
	status int
	header map[string]string
	body   string

	requests []*http.Request
}

func (a *answer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	a.requests = append(a.requests, r)
	w.Header().Set("Content-Type", "application/json;odata.metadata=minimal;charset=utf-8")
	for k, v := range a.header {
		w.Header().Set(k, v)
	}
	if a.status != 0 {
		w.WriteHeader(a.status)
	}
	io.WriteString(w, a.body)
}

// counts is a Meter that keeps what it was told.
type counts struct{ all []string }

func (c *counts) Request(p system.Provider, operation, code string) {
	c.all = append(c.all, fmt.Sprint(p, " ", operation, " ", code))
}
func (*counts) Round(system.Provider, string)   {}
func (*counts) Refresh(system.Provider, string) {}
func (*counts) Relink(string)                   {}

func client(h http.Handler) (*outlook.Client, *counts) {
	c := &counts{}
	return outlook.New(outlook.Config{HTTP: direct{h}, Meter: c}), c
}

func access(p system.Provider) system.Access {
	return system.Access{
		Account: system.Account{ID: "a", Email: "sam@example.com", Provider: p, MailboxID: "oid@tid", CalendarID: "calendar"},
		Token:   "secret-token", Requests: system.Settings{}.WithDefaults().Requests, PageSize: 50,
	}
}

var window = system.Window{From: time.Date(2022, 2, 22, 12, 0, 0, 0, time.UTC), Until: time.Date(2022, 5, 1, 12, 0, 0, 0, time.UTC)}

func page(items ...string) string {
	return `{"@odata.context":"x","value":[` + strings.Join(items, ",") + `],"@odata.deltaLink":"https://outlook.office.com/api/v2.0/me/calendarview/?$deltatoken=d"}`
}

func fetch(p system.Provider, body string) (system.Page, error) {
	c, _ := client(&answer{body: body})
	return c.Page(context.Background(), access(p), "https://outlook.office.com/api/v2.0/me/calendarview/?$deltatoken=c", window)
}
