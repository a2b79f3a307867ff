package ours_test

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/harness/ours"
	"anchorage/harness/sut"
)

// TestKilledSystemKeepsWhatItAccepted: what a write's answer promised holds after
// a kill, and the accounts are still there.
func TestKilledSystemKeepsWhatItAccepted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := &pipes{}
		env := n.env()
		env.Disk = &sut.Disk{}
		start := func() sut.System {
			s, err := ours.Factory{}.Start(t.Context(), env)
			require.NoError(t, err)
			return s
		}
		s := start()
		id := register(t, n)
		at := time.Now().Add(time.Hour)
		lunch := sut.Change{Kind: "create", Subject: "Lunch", Start: at, End: at.Add(time.Hour)}
		require.NoError(t, s.(sut.Writer).Write(t.Context(), id, "w/1", lunch))
		s.(sut.Killable).Kill()

		s = start()
		require.NoError(t, s.(sut.Writer).Write(t.Context(), id, "w/1", lunch), "the same change again")
		longer := sut.Change{Kind: "update", Event: "w/1", Subject: "Long lunch", Start: at, End: at.Add(2 * time.Hour)}
		require.NoError(t, s.(sut.Writer).Write(t.Context(), id, "w/2", longer), "of an event that is still to be made")
		require.Error(t, s.(sut.Writer).Write(t.Context(), id, "w/3", sut.Change{Kind: "delete", Event: "nothing"}))
		require.NoError(t, s.Stop(t.Context()))
		assert.NoError(t, env.Disk.Kept.Close())
	})
}

// TestAStartThatFailsEndsWhatItBegan: the bubble does not end before all has.
func TestAStartThatFailsEndsWhatItBegan(t *testing.T) {
	for name, broken := range map[string]func(*sut.Env){
		"no such address": func(e *sut.Env) {
			e.Listen = func(string) (net.Listener, error) { return nil, errors.New("no such address") }
		},
		"no such rules": func(e *sut.Env) {
			e.Settings = json.RawMessage(`{"alerting": {"rules": "mine.yml"}}`)
			e.ReadFile = func(string) ([]byte, error) { return nil, errors.New("no such rules") }
		},
		"no such table": func(e *sut.Env) { // met when the alerting has begun
			e.Disk = &sut.Disk{}
			listen := e.Listen
			e.Listen = func(host string) (net.Listener, error) {
				if err := withoutExperiments(e.Disk); err != nil {
					return nil, err
				}
				return listen(host)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				env := new(pipes).env()
				broken(&env)
				_, err := ours.Factory{}.Start(t.Context(), env)
				assert.ErrorContains(t, err, name)
				if env.Disk != nil {
					assert.NoError(t, env.Disk.Kept.Close())
				}
			})
		})
	}
}

// withoutExperiments takes the table of experiments out of the database on a disk.
func withoutExperiments(d *sut.Disk) error {
	db, err := sql.Open("sqlite", fmt.Sprintf("file:disk-%p?mode=memory&cache=shared", d))
	if err != nil {
		return err
	}
	_, err = db.Exec("DROP TABLE experiment")
	return errors.Join(err, db.Close())
}

// env is a world around a system that stands alone.
func (n *pipes) env() sut.Env {
	lanes := 0
	return sut.Env{
		HTTP: n.transport(), Dial: n.dial, PublicURL: "http://sync.example.com", Hosts: sut.Hosts{Mail: "mail.example.com:25"},
		Listen:   n.listen,
		Rand:     func(entity, operation string, n uint64) uint64 { return uint64(len(entity+operation))*7919 + n*104729 },
		Lane:     func(string) time.Duration { lanes++; return time.Duration(lanes) },
		Log:      slog.New(slog.DiscardHandler),
		Settings: json.RawMessage(`{}`),
		ReadFile: func(string) ([]byte, error) { return nil, errors.New("no files here") },
	}
}

// register makes an account whose owner has not consented yet.
func register(t *testing.T, n *pipes) sut.AccountID {
	t.Helper()
	client := &http.Client{Transport: n.transport()}
	r, err := client.Post("http://sync.example.com/v1/accounts", "application/json", strings.NewReader(`{"email":"anna@example.com","provider":"outlook.com"}`))
	require.NoError(t, err)
	defer r.Body.Close()
	var made struct {
		ID sut.AccountID `json:"id"`
	}
	require.NoError(t, json.NewDecoder(r.Body).Decode(&made))
	return made.ID
}

// pipes is a network with one host, the system's, and one listener at a time.
type pipes struct {
	connections chan net.Conn
	closed      chan struct{}
}

func (p *pipes) listen(string) (net.Listener, error) {
	p.connections, p.closed = make(chan net.Conn), make(chan struct{})
	return p, nil
}

func (p *pipes) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	here, there := net.Pipe()
	select {
	case p.connections <- there:
		return here, nil
	case <-p.closed:
	case <-ctx.Done():
	}
	return nil, net.ErrClosed
}

func (p *pipes) transport() http.RoundTripper {
	return &http.Transport{DialContext: p.dial, DisableKeepAlives: true}
}

// Accept implements net.Listener.
func (p *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.connections:
		return c, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

// Close implements net.Listener.
func (p *pipes) Close() error {
	select {
	case <-p.closed:
	default:
		close(p.closed)
	}
	return nil
}

// Addr implements net.Listener.
func (p *pipes) Addr() net.Addr { return &net.IPAddr{} }
