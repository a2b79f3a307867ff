// Package ours plugs our own sync system into the seam. It is the only importer
// of system/service: what it does here, another team's adapter does for theirs.
package ours

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"anchorage/harness/sut"
	"anchorage/scenarios"
	"anchorage/system"
	"anchorage/system/alerting"
	"anchorage/system/service"
)

// Factory starts our system with its alerting beside it.
type Factory struct{}

// Settings implements sut.Factory.
func (Factory) Settings() any { return new(system.Settings) }

// Capabilities implements sut.Factory.
func (Factory) Capabilities(raw json.RawMessage) (sut.Capabilities, error) {
	settings, err := decode(raw)
	if err != nil {
		return sut.Capabilities{}, err
	}
	promised, err := contract(settings)
	return sut.Capabilities{
		Poll: settings.Sync.Poll.D(), Relink: true, Alerts: true, Writes: true, Operated: true,
		AskAgain: askAgain(settings.Relink), AskPerHour: settings.Relink.PerHour, OrderedOnly: settings.Routing.Remediation != system.RemediationAuto,
		Retry: settings.Sync.Poll.D(), Trial: settings.Routing.Experiment.Lasts(settings.Sync.Poll.D()), Contract: promised,
	}, err
}

// askAgain is when an ask is no longer the only open one: a reminder follows, or its
// link has worn out.
func askAgain(s system.RelinkSettings) time.Duration {
	if s.Repeat.Times > 0 {
		return min(s.LinkLife.D(), s.Repeat.After.D())
	}
	return s.LinkLife.D()
}

func decode(raw json.RawMessage) (system.Settings, error) {
	var s system.Settings
	if len(raw) > 0 {
		if err := service.Validate(raw); err != nil {
			return s, err
		}
		if err := json.Unmarshal(raw, &s); err != nil {
			return s, fmt.Errorf("settings: %w", err)
		}
	}
	return s.WithDefaults(), nil
}

// CheckSettings finds what well-formed settings hide until they are used: a
// value that the service refuses, a rule file that does not parse. It is asked
// about patches too, so files are checked only where they are named.
func (Factory) CheckSettings(raw json.RawMessage, readFile func(string) ([]byte, error)) []scenarios.SettingsProblem {
	if err := service.Validate(raw); err != nil {
		return []scenarios.SettingsProblem{{Message: err.Error()}}
	}
	var s system.Settings
	if err := json.Unmarshal(raw, &s); err != nil {
		return []scenarios.SettingsProblem{{Message: err.Error()}}
	}
	var problems []scenarios.SettingsProblem
	check := func(key, name string, check func(string, []byte) error) {
		if name == "" || name == defaultFile {
			return
		}
		text, err := readFile(name)
		if err == nil {
			err = check(name, text)
		}
		if err != nil {
			problems = append(problems, placed(key, name, err)...)
		}
	}
	check("rules", s.Alerting.Rules, alerting.CheckRules)
	check("alertmanager", s.Alerting.Alertmanager, alerting.CheckAlertmanager)
	return problems
}

// defaultFile stands for the system's own rule file or Alertmanager configuration.
const defaultFile = "default"

// Start implements sut.Factory.
func (Factory) Start(ctx context.Context, env sut.Env) (sut.System, error) {
	settings, err := decode(env.Settings)
	if err != nil {
		return nil, err
	}
	kept, err := keptOn(ctx, env.Disk)
	if err != nil {
		return nil, err
	}
	s := &System{env: env, kept: kept}
	s.service, err = service.New(ctx, service.Config{
		HTTP: env.HTTP, Dial: env.Dial, PublicURL: env.PublicURL, MailAddr: env.Hosts.Mail, DSN: kept.dsn, ClientID: clientID,
		Rand: env.Rand, Random: reader(env.Rand), Lane: env.Lane, Log: env.Log, Settings: settings,
		Step: s.step,
	})
	kept.opened()
	if err != nil {
		return nil, err
	}
	if err := s.open(ctx, settings); err != nil {
		return nil, errors.Join(err, s.abandon(ctx))
	}
	return s, nil
}

// abandon ends what open had begun, so that its error is what is told.
func (s *System) abandon(ctx context.Context) error {
	err := s.service.Stop(ctx)
	if s.server != nil {
		err = errors.Join(err, s.server.Close())
	}
	s.serving.Wait()
	return err
}

// clientID is how the application is registered with the providers.
const clientID = "00000000-0000-4000-8000-000000000001"

// open starts what the service needs around it.
func (s *System) open(ctx context.Context, settings system.Settings) error {
	l, err := s.env.Listen(strings.TrimPrefix(s.env.PublicURL, "http://") + ":80")
	if err != nil {
		return fmt.Errorf("listen: %w", err)
	}
	s.server = &http.Server{Handler: s.service.Handler()}
	s.serving.Go(func() { s.server.Serve(l) })
	s.kept.watched.Store(s.service)
	watched := s.kept.alerting != nil
	if !watched {
		if err := s.watch(ctx, settings); err != nil {
			return err
		}
	}
	err = s.service.Start(ctx)
	if err != nil && !watched {
		err = errors.Join(err, s.kept.alerting.Stop())
		s.kept.alerting = nil
	}
	return err
}

// watch starts the alerting, a process of its own that survives the service's.
func (s *System) watch(ctx context.Context, settings system.Settings) error {
	rules, err := s.file(settings.Alerting.Rules, alerting.DefaultRules())
	if err != nil {
		return err
	}
	manager, err := s.file(settings.Alerting.Alertmanager, alerting.DefaultAlertmanager())
	if err != nil {
		return err
	}
	s.kept.alerting, err = alerting.Start(ctx, alerting.Config{
		Gather: s.kept.gatherer, Dial: s.env.Dial,
		Rules: rules, RulesName: settings.Alerting.Rules, Alertmanager: manager, AlertmanagerName: settings.Alerting.Alertmanager,
		Scrape: settings.Alerting.Scrape.D(), Lane: s.env.Lane, Rand: s.env.Rand, Log: s.env.Log,
	})
	if err != nil {
		return fmt.Errorf("alerting: %w", err)
	}
	return nil
}

func (s *System) file(name string, standard []byte) ([]byte, error) {
	if name == defaultFile {
		return standard, nil
	}
	return s.env.ReadFile(name)
}

// reader makes the byte streams of tokens and ids from keyed draws.
func reader(draw func(entity, operation string, n uint64) uint64) func(entity, operation string) io.Reader {
	return func(entity, operation string) io.Reader {
		return &stream{next: func(n uint64) uint64 { return draw(entity, operation, n) }}
	}
}

// stream is an endless reader over 64-bit draws.
type stream struct {
	next func(n uint64) uint64
	n    uint64
	rest []byte
}

func (s *stream) Read(p []byte) (int, error) {
	for filled := 0; filled < len(p); {
		if len(s.rest) == 0 {
			v := s.next(s.n)
			s.n++
			for range 8 {
				s.rest = append(s.rest, byte(v))
				v >>= 8
			}
		}
		k := copy(p[filled:], s.rest)
		filled, s.rest = filled+k, s.rest[k:]
	}
	return len(p), nil
}

var _ interface {
	sut.System
	sut.Operated
	sut.Relinker
	sut.Writer
	sut.Killable
	sut.Inspector
	sut.Lister
	sut.Reporter
} = (*System)(nil)

// stopPatience is the virtual time that the public server gets to end.
const stopPatience = time.Minute
