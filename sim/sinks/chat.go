package sinks

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/gorilla/mux"

	"anchorage/sim/clock"
)

// Chat is a Slack incoming webhook: POST /services/..., answered with "ok".
// Source: Slack's page "Sending messages using incoming webhooks", and the
// notifier of Prometheus Alertmanager.
type Chat struct {
	Clock   clock.Clock   // nil: clock.System
	Observe func(Message) // told of every message
	Unknown func(string)  // told of every request that is not understood

	door
	mu       sync.Mutex
	messages []Message
}

// Message is one message in a channel.
type Message struct {
	At       time.Time
	Channel  string // as "#alerts"
	Username string
	Text     string // the sentence for people
	Color    string // of the first attachment
	Alert    Alert
	// Key groups a firing message with its closure: level, alert and provider.
	// Chat has no key of its own. Empty when the message names no alert.
	Key string
}

// ServeHTTP implements http.Handler.
func (c *Chat) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c.serve(w, r, c.Unknown, func(m *mux.Router) {
		m.PathPrefix("/services/").Methods(http.MethodPost).HandlerFunc(c.post)
	})
}

// Messages returns all that arrived, in order.
func (c *Chat) Messages() []Message {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.messages)
}

func (c *Chat) post(w http.ResponseWriter, r *http.Request) {
	body, err := readBody(r)
	if err != nil {
		c.refuse(w, r, body, "invalid_payload", err)
		return
	}
	m, code, err := parseMessage(body)
	if err != nil {
		c.refuse(w, r, body, code, err)
		return
	}
	m.At = now(c.Clock)
	c.mu.Lock()
	c.messages = append(c.messages, m)
	c.mu.Unlock()
	if c.Observe != nil {
		c.Observe(m)
	}
	w.Header().Set("Content-Type", "text/plain")
	io.WriteString(w, "ok")
}

// refuse answers as Slack does: a word in plain text.
func (c *Chat) refuse(w http.ResponseWriter, r *http.Request, body []byte, code string, err error) {
	tell(c.Unknown, r, body, err.Error())
	w.Header().Set("Content-Type", "text/plain")
	w.WriteHeader(http.StatusBadRequest)
	io.WriteString(w, code)
}

type slackMessage struct {
	Channel     string            `json:"channel"`
	Username    string            `json:"username"`
	Text        string            `json:"text"`
	Attachments []slackAttachment `json:"attachments"`
}

type slackAttachment struct {
	Title    string `json:"title"`
	Text     string `json:"text"`
	Fallback string `json:"fallback"`
	Color    string `json:"color"`
	Fields   []struct {
		Title string `json:"title"`
		Value string `json:"value"`
	} `json:"fields"`
}

// parseMessage also returns Slack's word for what is wrong.
func parseMessage(body []byte) (Message, string, error) {
	var raw slackMessage
	if err := json.Unmarshal(body, &raw); err != nil {
		return Message{}, "invalid_payload", fmt.Errorf("body: %w", err)
	}
	m := Message{Channel: raw.Channel, Username: raw.Username, Text: raw.Text}
	for i, a := range raw.Attachments {
		if i == 0 {
			m.Color = a.Color
		}
		m.Text = firstFilled(m.Text, a.Title, a.Fallback, a.Text)
		for _, f := range a.Fields {
			if err := m.Alert.set(strings.ToLower(strings.TrimSpace(f.Title)), strings.TrimSpace(f.Value)); err != nil {
				return Message{}, "invalid_attachments", err
			}
		}
	}
	if m.Text == "" {
		return Message{}, "no_text", errors.New("neither text nor an attachment says anything")
	}
	m.Key = m.Alert.key()
	return m, "", nil
}

func (a Alert) key() string {
	if a.Name == "" {
		return ""
	}
	return a.Level + "/" + a.Name + "/" + a.Provider
}

func firstFilled(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}
