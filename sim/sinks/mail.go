package sinks

import (
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"slices"
	"sync"
	"time"

	"github.com/emersion/go-smtp"

	"anchorage/sim/clock"
)

// Mail is an SMTP server that accepts mail for every recipient.
type Mail struct {
	Clock   clock.Clock  // nil: clock.System
	Domain  string       // of the greeting; default mail.example.com
	Observe func(Letter) // told of every mail
	Unknown func(string) // told of every mail that cannot be read

	mu       sync.Mutex
	letters  []Letter
	down     bool
	closed   bool
	servers  []*smtp.Server
	refusals int
}

// Letter is one mail.
type Letter struct {
	At      time.Time
	From    string   // address of the envelope
	To      []string // addresses of the envelope
	Subject string
	Text    string // the plain text, decoded; of HTML mail the markup
	Link    string // first http link in the text
}

// SetDown makes the server refuse every mail with 421, or work again.
func (m *Mail) SetDown(down bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.down = down
}

// Letters returns all mail, in order.
func (m *Mail) Letters() []Letter {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.letters)
}

// Refused returns how many mails were refused while the server was down.
func (m *Mail) Refused() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.refusals
}

// Serve accepts connections until Close. It may be called for several listeners.
func (m *Mail) Serve(l net.Listener) error {
	s := smtp.NewServer(m)
	s.Domain = m.Domain
	if s.Domain == "" {
		s.Domain = "mail.example.com"
	}
	s.MaxMessageBytes = maxBodyBytes
	s.EnableSMTPUTF8 = true
	s.ErrorLog = log.New(io.Discard, "", 0) // connections that break off are no news
	m.mu.Lock()
	closed := m.closed
	m.servers = append(m.servers, s)
	m.mu.Unlock()
	if closed {
		return errors.Join(net.ErrClosed, l.Close())
	}
	if err := s.Serve(l); err != nil && !errors.Is(err, net.ErrClosed) {
		return fmt.Errorf("smtp: %w", err)
	}
	return nil
}

// Close ends the server and its connections.
func (m *Mail) Close() error {
	m.mu.Lock()
	servers := m.servers
	m.servers, m.closed = nil, true
	m.mu.Unlock()
	var errs []error
	for _, s := range servers {
		errs = append(errs, s.Close())
	}
	return errors.Join(errs...)
}

// NewSession implements smtp.Backend.
func (m *Mail) NewSession(*smtp.Conn) (smtp.Session, error) { return &mailSession{mail: m}, nil }

// refuses says whether the server is down, and counts.
func (m *Mail) refuses() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.down {
		m.refusals++
	}
	return m.down
}

// deliver keeps a letter.
func (m *Mail) deliver(l Letter) {
	l.At = now(m.Clock)
	m.mu.Lock()
	m.letters = append(m.letters, l)
	m.mu.Unlock()
	if m.Observe != nil {
		l.To = slices.Clone(l.To)
		m.Observe(l)
	}
}

// mailSession is one connection; go-smtp calls it from one goroutine.
type mailSession struct {
	mail *Mail
	from string
	to   []string
}

// Mail implements smtp.Session.
func (s *mailSession) Mail(from string, _ *smtp.MailOptions) error {
	if s.mail.refuses() {
		return &smtp.SMTPError{Code: 421, EnhancedCode: smtp.EnhancedCode{4, 3, 2}, Message: "Service not available, try again later"}
	}
	s.from = from
	return nil
}

// Rcpt implements smtp.Session.
func (s *mailSession) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.to = append(s.to, to)
	return nil
}

// Data implements smtp.Session.
func (s *mailSession) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err // go-smtp's own, as for a message that is too long
	}
	l, err := readLetter(raw)
	if err != nil {
		if s.mail.Unknown != nil {
			s.mail.Unknown(fmt.Sprintf("mail from %s to %v: %v (%d bytes, not shown)", s.from, s.to, err, len(raw)))
		}
		return &smtp.SMTPError{Code: 554, EnhancedCode: smtp.EnhancedCode{5, 6, 0}, Message: err.Error()}
	}
	l.From, l.To = s.from, slices.Clone(s.to)
	s.mail.deliver(l)
	return nil
}

// Reset implements smtp.Session.
func (s *mailSession) Reset() { s.from, s.to = "", nil }

// Logout implements smtp.Session.
func (s *mailSession) Logout() error { return nil }
