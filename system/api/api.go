// Package api is the service's HTTP interface: reads from the cache, the state of
// accounts, the browser's way through linking, and what operations need.
//
// Reads never touch the provider: an answer is as old as it says.
package api

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/gorilla/mux"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"anchorage/system"
)

// Config is what the interface needs. Every field is required unless stated
// otherwise.
type Config struct {
	Store      system.Store
	Authorizer system.Authorizer
	Settings   func() system.Settings // with defaults
	// Wake makes the engine read an account's new credentials and synchronise it.
	Wake func(context.Context, system.AccountID) error
	// Outbox takes writes, and Accepted is told of each one. Without an Outbox there
	// is no address for writes.
	Outbox   system.Outbox
	Accepted func(system.AccountID)
	// Subscriptions tells whose notifications are genuine, and Notified is told of
	// each account that one is about. Without it there is no address for them.
	Subscriptions system.Subscriptions
	Notified      func(system.AccountID)
	// Ladder tells what is done about failing accounts. Without it there is no address
	// for that.
	Ladder Ladder
	// Mailboxes takes the owner's word that another mailbox is meant. Without it there
	// is no address for that.
	Mailboxes system.Mailboxes
	// Calendar reads the default calendar's id with credentials that are not in use
	// yet. Without it, only the first round tells whose they are.
	Calendar func(context.Context, system.Account, system.Credential) (string, error)
	// Random is the source of states, nonces and verifiers. Production reads
	// crypto/rand.
	Random   func(entity, operation string) io.Reader
	Gatherer prometheus.Gatherer // nil: no /metrics
	Meter    system.Meter
	Log      *slog.Logger
}

// API answers requests. It is safe for concurrent use.
type API struct {
	Config
	router *mux.Router
}

// New returns the interface.
func New(c Config) *API {
	a := &API{Config: c, router: mux.NewRouter()}
	get := func(path string, h http.HandlerFunc) {
		a.router.HandleFunc(path, h).Methods(http.MethodGet, http.MethodHead)
	}
	// The hottest first: the router tries them in order.
	get("/v1/accounts/{id}/events", a.events)
	get("/v1/accounts/{id}/freebusy", a.freeBusy)
	get("/v1/accounts/{id}", a.account)
	get("/v1/accounts", a.accounts)
	if c.Outbox != nil {
		a.router.HandleFunc("/v1/accounts/{id}/writes", a.write).Methods(http.MethodPost)
		get("/v1/accounts/{id}/writes/{write:.+}", a.written)
	}
	if c.Subscriptions != nil {
		a.router.HandleFunc(notificationPath, a.notifications).Methods(http.MethodPost)
	}
	if c.Ladder != nil {
		get("/v1/routing", a.routing)
		get("/v1/unhelped", a.unhelped)
	}
	if c.Mailboxes != nil {
		a.router.HandleFunc("/v1/accounts/{id}/confirm", a.confirm).Methods(http.MethodPost)
	}
	a.router.HandleFunc("/v1/accounts", a.create).Methods(http.MethodPost)
	// No HEAD: whoever only looks must not use up a state.
	a.router.HandleFunc("/oauth/callback", a.callback).Methods(http.MethodGet)
	a.router.HandleFunc("/relink/{token}", a.relink).Methods(http.MethodGet)
	get("/healthz", healthy)
	get("/readyz", a.ready)
	if c.Gatherer != nil {
		a.router.Handle("/metrics", promhttp.HandlerFor(c.Gatherer, promhttp.HandlerOpts{})).Methods(http.MethodGet, http.MethodHead)
	}
	a.router.NotFoundHandler = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		fail(w, http.StatusNotFound, "no_such_address", "There is nothing at this address.")
	})
	a.router.MethodNotAllowedHandler = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		fail(w, http.StatusMethodNotAllowed, "method_not_allowed", "This address does not take this method.")
	})
	return a
}

// ServeHTTP implements http.Handler.
func (a *API) ServeHTTP(w http.ResponseWriter, r *http.Request) { a.router.ServeHTTP(w, r) }

// CallbackURL is where the identity systems send the browser back to, for a
// service whose addresses begin with publicURL.
func CallbackURL(publicURL string) string {
	return strings.TrimSuffix(publicURL, "/") + "/oauth/callback"
}

const notificationPath = "/notifications"

// NotificationURL is where the provider sends notifications, for a service whose
// addresses begin with publicURL.
func NotificationURL(publicURL string) string {
	return strings.TrimSuffix(publicURL, "/") + notificationPath
}

func accountID(r *http.Request) system.AccountID { return system.AccountID(mux.Vars(r)["id"]) }

// stale says whether an answer is older than two polls: one may just be due, two
// are not missed by chance.
func (a *API) stale(asOf time.Time) bool {
	return time.Since(asOf) > 2*a.Settings().Sync.Poll.D()
}

func healthy(w http.ResponseWriter, _ *http.Request) {
	answer(w, http.StatusOK, map[string]string{"status": "ok"})
}

func (a *API) ready(w http.ResponseWriter, r *http.Request) {
	if err := a.Store.Ping(r.Context()); err != nil {
		a.Log.Error("store does not answer", "error", err)
		fail(w, http.StatusServiceUnavailable, "store_unavailable", "The store does not answer.")
		return
	}
	answer(w, http.StatusOK, map[string]string{"status": "ready"})
}
