// Package service wires one running instance of the sync system from its
// adapters. It alone knows them all.
package service

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"anchorage/system"
	"anchorage/system/alerting"
	"anchorage/system/api"
	"anchorage/system/authorize"
	"anchorage/system/engine"
	"anchorage/system/outlook"
	"anchorage/system/relink"
	"anchorage/system/routing"
	"anchorage/system/store"
)

// Config is what an instance is deployed with. Every field is required unless
// stated otherwise.
type Config struct {
	HTTP http.RoundTripper // to the provider
	Dial func(ctx context.Context, network, addr string) (net.Conn, error)
	// PublicURL is the base of the service's own addresses, as its owner's
	// browsers see them.
	PublicURL    string
	MailAddr     string // host:port of the SMTP server
	MailTLS      bool   // demand STARTTLS
	DSN          string // of the store
	ClientID     string // of the application registered with the provider
	ClientSecret string // "" for a public client
	// Rand is keyed randomness: a pure function of its arguments.
	Rand func(entity, operation string, n uint64) uint64
	// Random is the source of tokens and ids. Production reads crypto/rand.
	Random func(entity, operation string) io.Reader
	// Lane is entity's own offset below half a millisecond.
	Lane     func(entity string) time.Duration
	Log      *slog.Logger
	Settings system.Settings // to begin with; the zero value is all defaults
	// Step is told of what the service does of its own accord. It does not block. It may
	// be nil.
	Step func(system.Step)
}

// Service is one instance.
type Service struct {
	config     Config
	controls   *controls
	store      *store.Store
	metrics    *alerting.Metrics
	authorizer *authorize.Authorizer
	ladder     *routing.Ladder
	engine     *engine.Engine
	relinker   *relink.Relinker
	api        *api.API

	life life
}

// New opens the store and wires the adapters. Nothing runs before Start; Stop
// closes the store.
func New(ctx context.Context, c Config) (*Service, error) {
	public, err := url.Parse(c.PublicURL)
	if err != nil || public.Hostname() == "" {
		return nil, fmt.Errorf("public address: %q is not as https://sync.example.com", c.PublicURL)
	}
	s := &Service{config: c}
	if s.controls, err = newControls(c.Settings); err != nil {
		return nil, err
	}
	if s.store, err = store.Open(ctx, c.DSN); err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	s.wire(public.Hostname())
	return s, nil
}

func (s *Service) wire(hostName string) {
	c := s.config
	s.metrics = alerting.NewMetrics(func() []system.AccountHealth { return s.engine.Health() })
	s.metrics.WatchOutbox(func() (map[system.Provider]int, error) { return s.store.Outstanding(context.Background()) })
	s.authorizer = authorize.New(authorize.Config{
		HTTP: c.HTTP, ClientID: c.ClientID, ClientSecret: c.ClientSecret,
		RedirectURL: api.CallbackURL(c.PublicURL), Meter: s.metrics,
	})
	client := outlook.New(outlook.Config{HTTP: c.HTTP, Meter: s.metrics})
	s.ladder = routing.NewLadder(routing.Config{
		Store: s.store, Settings: s.controls.Settings, Enabled: s.enabled, Rand: c.Rand, Lane: c.Lane, Log: c.Log, Meter: s.metrics, Step: c.Step,
	})
	s.engine = engine.New(engine.Config{
		Store: s.store, Client: client, Authorizer: s.authorizer, Outbox: s.store, Editor: client,
		Subscriber: client, Subscriptions: s.store, Identifier: client, MailboxIDs: s.store, NotificationURL: api.NotificationURL(c.PublicURL), Random: c.Random,
		Mailboxes: s.store, Meter: s.metrics, Rand: c.Rand, Lane: c.Lane, Settings: s.controls.Settings, Choose: s.ladder.Choose, Settled: s.ladder.Settled, Log: c.Log,
	})
	mailer := &relink.Mailer{Dial: c.Dial, Addr: c.MailAddr, Name: hostName, TLS: c.MailTLS}
	s.relinker = relink.New(relink.Config{
		Store: s.store, Send: mailer.Send, Settings: s.controls.Settings, PublicURL: c.PublicURL,
		Random: c.Random, Rand: c.Rand, Lane: c.Lane, Log: c.Log, Meter: s.metrics,
		Asks: s.store, MayAsk: s.ladder.MayAsk,
	})
	s.api = api.New(api.Config{
		Store: s.store, Authorizer: s.authorizer, Settings: s.controls.Settings, Wake: s.engine.Add,
		Outbox: s.store, Accepted: s.engine.Deliver, Subscriptions: s.store, Notified: s.engine.Notify,
		Ladder: s.ladder, Mailboxes: s.store,
		Calendar: func(ctx context.Context, a system.Account, credential system.Credential) (string, error) {
			settings := s.Settings()
			ctx, cancel := context.WithTimeout(ctx, settings.Sync.Timeout.D())
			defer cancel()
			id, err := client.DefaultCalendar(ctx, system.Access{Account: a, Token: credential.AccessToken, Hint: s.ladder.Choose(settings.Routing, a), Requests: settings.Requests})
			if e := system.AsError(err); e != nil && e.RetryAfter > 0 {
				s.engine.Hold(a.ID, time.Now().Add(e.RetryAfter))
			}
			return id, err
		},
		Random: c.Random, Gatherer: s.metrics, Meter: s.metrics, Log: c.Log,
	})
}

// Handler is the HTTP interface.
func (s *Service) Handler() http.Handler { return s.api }

// Gatherer gives the metrics.
func (s *Service) Gatherer() prometheus.Gatherer { return s.metrics }

// enabled is the authorization that accounts of a provider are linked through.
func (s *Service) enabled(p system.Provider) system.Authorization {
	return s.controls.Settings().EnabledFor(p)
}

// Settings in force, with defaults.
func (s *Service) Settings() system.Settings { return s.controls.Settings() }
