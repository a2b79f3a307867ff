package relink_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"mime/quotedprintable"
	"net/mail"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"anchorage/system"
	"anchorage/system/internal/standin"
	"anchorage/system/relink"
)

// fixture is a relinker in front of a mail server, inside a bubble.
type fixture struct {
	*relink.Relinker
	store *standin.Memory
	mail  *standin.Mail
	meter *standin.Meter
	log   *logged
	began time.Time
	ctx   context.Context
	stop  context.CancelFunc

	mu       sync.Mutex
	settings system.Settings
	named    []system.Account // whom MayAsk names
	dry      bool             // the random source is
}

// random is the random source: it fails while it is dry.
func (f *fixture) random(entity, operation string) io.Reader {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.dry {
		return iotest.ErrReader(errors.New("no entropy"))
	}
	return standin.Random(entity, operation)
}

func (f *fixture) dryUp(dry bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.dry = dry
}

func (f *fixture) set(s system.RelinkSettings, named ...system.AccountID) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.settings.Relink, f.named = s, nil
	for _, id := range named {
		f.named = append(f.named, system.Account{ID: id, Generation: 1, FailingSince: f.began})
	}
}

func bubble(t *testing.T, test func(*testing.T, *fixture)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Hour)
		f := &fixture{store: &standin.Memory{}, mail: &standin.Mail{}, meter: &standin.Meter{}, log: &logged{}, began: time.Now()}
		f.ctx, f.stop = context.WithCancel(t.Context())
		lanes := &standin.Lanes{}
		mailer := &relink.Mailer{Dial: f.mail.Dial, Addr: "mail.example.com:25", Name: "sync.example.com"}
		f.Relinker = relink.New(relink.Config{
			Store: f.store, Send: mailer.Send, Settings: func() system.Settings { f.mu.Lock(); defer f.mu.Unlock(); return f.settings },
			Asks: f.store, MayAsk: func() []system.Account { f.mu.Lock(); defer f.mu.Unlock(); return f.named },
			PublicURL: "https://sync.example.com/", Random: f.random, Rand: standin.Rand, Lane: lanes.Lane,
			Log: slog.New(slog.NewTextHandler(f.log, nil)), Meter: f.meter,
		})
		test(t, f)
		f.stop()
		f.Wait()
		f.mail.Wait()
	})
}

// failing puts n failing accounts into the store.
func (f *fixture) failing(n int) {
	for i := range n {
		f.put(i, system.StateFailing)
	}
}

func (f *fixture) put(i int, s system.State) system.Account {
	a := system.Account{
		ID: system.AccountID(fmt.Sprintf("id-%03d", i)), Key: fmt.Sprintf("key-%03d", i), Email: address(i),
		Provider: system.OutlookCom, Authorization: system.Live, State: s, Generation: 1,
	}
	if s != system.StateHealthy {
		a.FailingSince = f.began
	}
	a.AsOf = f.began.Add(-time.Hour)
	f.store.Put(a)
	return a
}

func address(i int) string { return fmt.Sprintf("owner-%03d@example.com", i) }

// asked returns who got a mail, in order.
func (f *fixture) asked() []string {
	var to []string
	for _, l := range f.mail.Letters() {
		to = append(to, l.To)
	}
	return to
}

// read decodes a letter.
func read(t *testing.T, l standin.Letter) (header mail.Header, text string) {
	t.Helper()
	m, err := mail.ReadMessage(strings.NewReader(l.Raw))
	require.NoError(t, err)
	body, err := io.ReadAll(quotedprintable.NewReader(m.Body))
	require.NoError(t, err)
	return m.Header, strings.ReplaceAll(string(body), "\r\n", "\n")
}

// token is the secret in a letter's link.
func token(t *testing.T, l standin.Letter) string {
	t.Helper()
	_, text := read(t, l)
	_, rest, found := strings.Cut(text, "https://sync.example.com/relink/")
	require.True(t, found, text)
	link, _, _ := strings.Cut(rest, "\n")
	return link
}

// logged is a log that may be written to and read at once.
type logged struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *logged) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *logged) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}
