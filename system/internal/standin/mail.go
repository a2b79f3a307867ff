package standin

import (
	"context"
	"errors"
	"io"
	"net"
	"sync"
	"time"

	"github.com/emersion/go-smtp"
)

// Mail is an SMTP server reached by Dial, in memory. The zero value accepts
// everything.
type Mail struct {
	mu      sync.Mutex
	trouble Trouble
	letters []Letter
	conns   sync.WaitGroup
}

// Trouble is what is wrong with a mail server. The zero value is none.
type Trouble struct {
	Down   bool                // connections are refused
	Silent bool                // connections are accepted and never hear a word
	Refuse func(to string) int // refuses a recipient with an SMTP code; 0 accepts
}

// SetTrouble changes what is wrong.
func (m *Mail) SetTrouble(t Trouble) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.trouble = t
}

func (m *Mail) now() Trouble {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.trouble
}

// Letter that was accepted.
type Letter struct {
	At       time.Time
	From, To string
	Raw      string
}

// Letters in order.
func (m *Mail) Letters() []Letter {
	m.mu.Lock()
	defer m.mu.Unlock()
	return append([]Letter(nil), m.letters...)
}

// Wait waits until all connections have ended.
func (m *Mail) Wait() { m.conns.Wait() }

// Dial connects to the server.
func (m *Mail) Dial(ctx context.Context, _, _ string) (net.Conn, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	trouble := m.now()
	if trouble.Down {
		return nil, errors.New("connection refused")
	}
	ours, theirs := net.Pipe()
	m.conns.Go(func() {
		if trouble.Silent {
			_, _ = io.Copy(io.Discard, ours)
			return
		}
		server := smtp.NewServer(m)
		server.Domain = "mail.example.com"
		one := &oneConn{conn: ours, closed: make(chan struct{})}
		server.ErrorLog = discard{}
		go func() {
			<-one.closed
			_ = server.Close()
		}()
		_ = server.Serve(one)
	})
	return theirs, nil
}

type discard struct{}

func (discard) Printf(string, ...any) {}
func (discard) Println(...any)        {}

// oneConn is a listener for a single connection, which ends when that is closed.
type oneConn struct {
	conn   net.Conn
	given  bool
	once   sync.Once
	closed chan struct{}
}

func (l *oneConn) Accept() (net.Conn, error) {
	if l.given {
		<-l.closed
		return nil, net.ErrClosed
	}
	l.given = true
	return &watched{l.conn, l}, nil
}

func (l *oneConn) Close() error   { l.once.Do(func() { close(l.closed) }); return nil }
func (l *oneConn) Addr() net.Addr { return l.conn.LocalAddr() }

type watched struct {
	net.Conn
	listener *oneConn
}

func (w *watched) Close() error {
	defer w.listener.Close()
	return w.Conn.Close()
}

// NewSession implements smtp.Backend.
func (m *Mail) NewSession(*smtp.Conn) (smtp.Session, error) { return &session{mail: m}, nil }

type session struct {
	mail     *Mail
	from, to string
}

func (s *session) Mail(from string, _ *smtp.MailOptions) error { s.from = from; return nil }

func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.to = to
	if refuse := s.mail.now().Refuse; refuse != nil {
		if code := refuse(to); code != 0 {
			return &smtp.SMTPError{Code: code, EnhancedCode: smtp.EnhancedCode{code / 100, 1, 1}, Message: "refused"}
		}
	}
	return nil
}

func (s *session) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	s.mail.mu.Lock()
	defer s.mail.mu.Unlock()
	s.mail.letters = append(s.mail.letters, Letter{At: time.Now(), From: s.from, To: s.to, Raw: string(raw)})
	return nil
}

func (s *session) Reset()        {}
func (s *session) Logout() error { return nil }
