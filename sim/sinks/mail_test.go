package sinks_test

import (
	"context"
	"net"
	"net/smtp"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/wneessen/go-mail"

	"anchorage/sim/network"
	"anchorage/sim/sinks"
)

// post is a mail server in a bubble, with a way to reach it.
type post struct {
	*sinks.Mail
	network *network.Network
	done    chan error
	unknown unknown
}

func newPost(t *testing.T) *post {
	t.Helper()
	p := &post{Mail: &sinks.Mail{}, network: &network.Network{}, done: make(chan error, 1)}
	p.Unknown = p.unknown.tell
	l, err := p.network.Listen("mail.example.com:25")
	require.NoError(t, err)
	go func() { p.done <- p.Serve(l) }()
	return p
}

func (p *post) close(t *testing.T) {
	t.Helper()
	require.NoError(t, p.Close())
	require.NoError(t, <-p.done)
}

// raw speaks SMTP by hand, for messages that a good client would not make.
func (p *post) raw(t *testing.T, message string) error {
	t.Helper()
	conn, err := p.network.Dial(t.Context(), "tcp", "mail.example.com:25")
	require.NoError(t, err)
	c, err := smtp.NewClient(conn, "mail.example.com")
	require.NoError(t, err)
	defer c.Close()
	if err := c.Mail("sync@sync.example.com"); err != nil {
		return err
	}
	require.NoError(t, c.Rcpt("someone@mail.example.com"))
	w, err := c.Data()
	require.NoError(t, err)
	_, err = w.Write([]byte(strings.ReplaceAll(message, "\n", "\r\n")))
	require.NoError(t, err)
	return w.Close()
}

func TestMailFromARealClient(t *testing.T) {
	for name, encoding := range map[string]mail.Encoding{"QuotedPrintable": mail.EncodingQP, "Base64": mail.EncodingB64, "Plain": mail.NoEncoding} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := newPost(t)
				link := "http://sync.example.com/relink?token=" + strings.Repeat("a1=", 40)
				m := mail.NewMsg(mail.WithEncoding(encoding))
				require.NoError(t, m.From("sync@sync.example.com"))
				require.NoError(t, m.To("owner@mail.example.com"))
				m.Subject("Bitte verknüpfen Sie Ihren Kalender neu")
				m.SetBodyString(mail.TypeTextPlain, "Grüße.\n\nFollow "+link+".\nOr not: https://other.example.com\n")
				m.AddAlternativeString(mail.TypeTextHTML, `<a href="http://html.example.com">x</a>`)
				c, err := mail.NewClient("mail.example.com", mail.WithPort(25), mail.WithTLSPolicy(mail.NoTLS),
					mail.WithDialContextFunc(func(ctx context.Context, network, addr string) (net.Conn, error) {
						return p.network.Dial(ctx, network, addr)
					}))
				require.NoError(t, err)
				require.NoError(t, c.DialAndSendWithContext(t.Context(), m))
				p.close(t)
				letters := p.Letters()
				require.Len(t, letters, 1)
				assert.Equal(t, "sync@sync.example.com", letters[0].From)
				assert.Equal(t, []string{"owner@mail.example.com"}, letters[0].To)
				assert.Equal(t, "Bitte verknüpfen Sie Ihren Kalender neu", letters[0].Subject)
				assert.Equal(t, link, letters[0].Link)
				assert.Contains(t, letters[0].Text, "Grüße.")
				assert.Empty(t, p.unknown.told)
			})
		})
	}
}

func TestMailByHand(t *testing.T) {
	for _, row := range []struct{ name, message, text, link string }{
		{"PlainWithoutHeaders", "Subject: x\n\nhello\n", "hello\n", ""},
		{"HTMLOnly", "Subject: x\nContent-Type: text/html\n\n<a href=\"https://a.example.com/b\">c</a>\n", "<a href=\"https://a.example.com/b\">c</a>\n", "https://a.example.com/b"},
		{"HTMLFirst", "Subject: x\nContent-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/html\n\nhttp://html.example.com\n--b\nContent-Type: text/plain\n\n(http://text.example.com)\n--b--\n", "(http://text.example.com)", "http://text.example.com"},
	} {
		t.Run(row.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := newPost(t)
				require.NoError(t, p.raw(t, row.message))
				p.close(t)
				require.Len(t, p.Letters(), 1)
				assert.Equal(t, row.text, p.Letters()[0].Text)
				assert.Equal(t, row.link, p.Letters()[0].Link)
			})
		})
	}
	for name, message := range map[string]string{
		"ErrNoHeader":    "hello",
		"ErrContentType": "Subject: x\nContent-Type: ;\n\nx\n",
		"ErrBase64":      "Subject: x\nContent-Transfer-Encoding: base64\n\n****\n",
		"ErrPart":        "Subject: x\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\ncut off",
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := newPost(t)
				assert.ErrorContains(t, p.raw(t, message), "554")
				p.close(t)
				assert.Empty(t, p.Letters())
				assert.Len(t, p.unknown.told, 1)
			})
		})
	}
	t.Run("ErrDown", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			p := newPost(t)
			p.SetDown(true)
			assert.ErrorContains(t, p.raw(t, "Subject: x\n\nx\n"), "421")
			p.SetDown(false)
			assert.NoError(t, p.raw(t, "Subject: x\n\nx\n"))
			p.close(t)
			assert.Len(t, p.Letters(), 1)
			assert.Equal(t, 1, p.Refused())
			assert.Empty(t, p.unknown.told)
		})
	})
}
