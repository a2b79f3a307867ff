package relink

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strconv"
	"time"

	"github.com/wneessen/go-mail"

	"anchorage/system"
)

// ErrRejected is the error of a mail that the server refuses for good: another
// try would be refused as well.
var ErrRejected = errors.New("mail rejected for good")

// Letter is one mail that asks an owner to relink.
type Letter struct {
	From, To  string // addresses
	MessageID string // left part of the Message-ID
	Link      string // secret: with it anybody can link the account
	Until     time.Time
	Life      time.Duration // of the link
	Account   system.Account
}

// Mailer sends letters by SMTP.
type Mailer struct {
	Dial func(ctx context.Context, network, addr string) (net.Conn, error)
	Addr string // host:port of the mail server
	Name string // our own host name, said to the server and put into Message-IDs
	TLS  bool   // demand STARTTLS; without it mail leaves in the clear
}

// Send sends one letter over a connection of its own. Errors carry no secret;
// ErrRejected says that there is no use in trying again.
func (m *Mailer) Send(ctx context.Context, l Letter) error {
	message, err := m.message(l)
	if err != nil {
		return err
	}
	line := &line{life: ctx, dial: m.Dial}
	defer line.hangUp()
	client, err := m.client(line)
	if err != nil {
		return err
	}
	session, err := client.DialToSMTPClientWithContext(ctx)
	if err != nil {
		return fmt.Errorf("mail server: %w", err)
	}
	err = client.SendWithSMTPClient(session, message)
	// What follows the acceptance of a mail may fail, and the mail is sent all the
	// same: asking an owner twice is worse than an impolite farewell.
	if !message.IsDelivered() {
		return rejection(err)
	}
	_ = client.CloseWithSMTPClient(session)
	return nil
}

// line is the connection that the library dials. The library looks at its context
// only while it dials, and forgets to close the connection when the greeting
// fails: so it is closed here, at the latest when life ends.
type line struct {
	life context.Context
	dial func(ctx context.Context, network, addr string) (net.Conn, error)
	conn net.Conn
	stop func() bool
}

func (l *line) Dial(ctx context.Context, network, addr string) (net.Conn, error) {
	conn, err := l.dial(ctx, network, addr)
	if err != nil {
		return nil, err
	}
	l.conn, l.stop = conn, context.AfterFunc(l.life, func() { _ = conn.Close() })
	return conn, nil
}

func (l *line) hangUp() {
	if l.conn != nil {
		l.stop()
		_ = l.conn.Close() // everything has been said
	}
}

func (m *Mailer) client(l *line) (*mail.Client, error) {
	host, portText, err := net.SplitHostPort(m.Addr)
	if err != nil {
		return nil, fmt.Errorf("mail server: %w", err)
	}
	port, err := strconv.Atoi(portText)
	if err != nil {
		return nil, fmt.Errorf("mail server: port: %w", err)
	}
	policy := mail.NoTLS
	if m.TLS {
		policy = mail.TLSMandatory
	}
	c, err := mail.NewClient(host, mail.WithPort(port), mail.WithHELO(m.Name), mail.WithTLSPolicy(policy),
		mail.WithDialContextFunc(l.Dial), mail.WithTimeout(sendLimit), mail.WithoutNoop())
	if err != nil {
		return nil, fmt.Errorf("mail client: %w", err)
	}
	return c, nil
}

// message sets all that the library would otherwise draw at random or from the
// machine: a plain text needs no boundary, and the id is given.
func (m *Mailer) message(l Letter) (*mail.Msg, error) {
	msg := mail.NewMsg(mail.WithEncoding(mail.EncodingQP))
	if err := msg.From(l.From); err != nil {
		return nil, fmt.Errorf("%w: sender: %w", ErrRejected, err)
	}
	if err := msg.To(l.To); err != nil {
		return nil, fmt.Errorf("%w: recipient: %w", ErrRejected, err)
	}
	msg.SetMessageIDWithValue(l.MessageID + "@" + m.Name)
	msg.SetDateWithValue(time.Now().UTC())
	msg.SetUserAgent("anchorage")
	// RFC 3834: no out-of-office reply is wanted.
	msg.SetGenHeader("Auto-Submitted", "auto-generated")
	msg.Subject(subject(l))
	msg.SetBodyString(mail.TypeTextPlain, text(l))
	return msg, nil
}

func rejection(err error) error {
	if err == nil {
		return errors.New("mail not accepted")
	}
	if failed, ok := errors.AsType[*mail.SendError](err); ok && failed.ErrorCode() >= 500 {
		return fmt.Errorf("%w: %w", ErrRejected, err)
	}
	return fmt.Errorf("mail not accepted: %w", err)
}
