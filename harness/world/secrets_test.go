package world

import (
	"errors"
	"log/slog"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"anchorage/harness/history"
	"anchorage/sim/clock"
	"anchorage/sim/people"
	"anchorage/sim/sinks"
)

const (
	token = "EwBtoken-of_forty-three.letters" // what recognised takes for one
	state = "4hGf8c2Kq0s9Zx7mW1vB"
)

func recognised(text string) (string, bool) { return "an access token", text == token }

func TestWords(t *testing.T) {
	long := strings.Repeat("x", shortestSecret)
	for text, want := range map[string][]string{
		"":                            nil,
		"no long words at all":        nil,
		long:                          {long},
		long[1:]:                      nil,
		"token=" + long + "&x":        {long},
		"It was " + long + ".":        {long},
		`"` + long + `","` + long:     {long, long},
		"Bearer " + long + ": " + "y": {long},
		"a.b-c_d" + long:              {"a.b-c_d" + long},
	} {
		assert.Equal(t, want, slices.Collect(words(text)), text)
	}
	for range words(long + " " + long) {
		break // ends early
	}
}

func TestSecrets(t *testing.T) {
	s := secrets{recognise: recognised}
	s.learn("the state of a sign-in", state)
	s.learn("short", "abc")
	assert.Equal(t, "an access token", s.in("error: token "+token+" is refused"))
	assert.Equal(t, "the state of a sign-in", s.in("https://login.example.com/?state="+state+"&x=1"))
	assert.Empty(t, s.in("abc"), "whoever looks for what is short finds it everywhere")
	assert.Empty(t, s.in(token[:len(token)-1]), "a part of one is none")
	assert.True(t, s.first("here", "a"))
	assert.False(t, s.first("here", "a"))
	assert.True(t, s.first("there", "a"))
	assert.True(t, s.first("here", "b"))
}

// searching is a world that does nothing but look for secrets.
func searching() *world {
	w := &world{clock: clock.System{}, recorder: history.NewRecorder(history.Header{})}
	w.secrets.recognise = recognised
	w.secrets.learn("the state of a sign-in", state)
	return w
}

// found lists the violations.
func (w *world) found() []string {
	var out []string
	for _, e := range w.recorder.Finish(nil).Events {
		if v, ok := e.Data.(history.Violation); ok {
			out = append(out, v.What)
		}
	}
	return out
}

func TestHistoryIsSearched(t *testing.T) {
	for _, d := range []history.Data{
		history.Read{Error: "GET /?token=" + token},
		history.Read{Wrong: "it lacks " + token},
		history.Notice{Text: "refused: " + token},
		history.Skimmed{OpenAlerts: []string{"a", token}},
		history.Posted{Post: people.Post{Text: token}},
		history.Acted{Error: token},
		history.WriteTold{Reason: token},
		history.SystemStep{What: token},
		history.RelinkAnswered{Outcome: token},
		history.ShapeSeen{Shape: history.Shape{UserAgent: token}},
	} {
		w := searching()
		w.tell(time.Now(), "x", d)
		w.tell(time.Now(), "x", d)
		assert.Equal(t, []string{"the history (" + d.Kind() + ") holds an access token"}, w.found(), "told once, and not shown")
	}
	w := searching()
	w.tell(time.Now(), "x", history.Read{Answered: true, AsOf: time.Now()})
	w.tell(time.Now(), "x", history.Notice{Text: "all is well, but for " + token[:8], Since: time.Now()})
	assert.Empty(t, w.found())
}

func TestTexts(t *testing.T) {
	var got []string
	claims := people.Claims{Healthy: &people.HealthClaim{Select: people.Selector{Provider: "p"}}}
	texts(reflect.ValueOf(history.Posted{Post: people.Post{Text: "t", State: "s", Claims: claims}}), func(s string) { got = append(got, s) })
	for _, want := range []string{"t", "s", "p"} {
		assert.Contains(t, got, want)
	}
}

func TestMailIsSearched(t *testing.T) {
	link := "http://sync.example.com/relink/A7fK3-link-0123456789"
	for name, c := range map[string]struct {
		letter sinks.Letter
		want   []string
	}{
		"its own link":        {sinks.Letter{Subject: "Please sign in", Text: "Follow " + link + " soon.", Link: link}, nil},
		"link in the subject": {sinks.Letter{Subject: link, Text: link, Link: link}, []string{"the subject of a mail holds a link of a mail"}},
		"token beside it":     {sinks.Letter{Text: link + " " + token, Link: link}, []string{"the text of a mail holds an access token"}},
		"no link":             {sinks.Letter{Text: token}, []string{"the text of a mail holds an access token"}},
	} {
		t.Run(name, func(t *testing.T) {
			w := searching()
			w.searchLetter(c.letter)
			assert.Equal(t, c.want, w.found())
		})
	}
	w := searching()
	w.searchLetter(sinks.Letter{Text: link, Link: link})
	w.tell(time.Now(), "x", history.Read{Error: "GET /relink/A7fK3-link-0123456789: no"})
	assert.Equal(t, []string{"the history (read) holds a link of a mail"}, w.found(), "elsewhere it is a secret")
}

func TestLogIsSearched(t *testing.T) {
	said := errors.New("refused: " + token)
	for name, say := range map[string]func(*slog.Logger){
		"message":             func(l *slog.Logger) { l.Info("token " + token) },
		"text":                func(l *slog.Logger) { l.Info("m", "token", token) },
		"error":               func(l *slog.Logger) { l.Error("m", "error", said) },
		"group":               func(l *slog.Logger) { l.Info("m", slog.Group("g", "token", token)) },
		"with":                func(l *slog.Logger) { l.With("token", token).Info("m") },
		"within":              func(l *slog.Logger) { l.WithGroup("g").Info("m", "error", said) },
		"below what is kept":  func(l *slog.Logger) { l.Debug("m", "error", said) },
		"a value that speaks": func(l *slog.Logger) { l.Info("m", "value", spoken{}) },
	} {
		t.Run(name, func(t *testing.T) {
			var kept strings.Builder
			w := searching()
			h := slog.NewTextHandler(&kept, &slog.HandlerOptions{Level: slog.LevelInfo})
			say(slog.New(searched{h, func(text string) { w.search("the log", text) }}))
			assert.Equal(t, []string{"the log holds an access token"}, w.found())
			assert.Equal(t, name != "below what is kept", kept.Len() > 0)
		})
	}
	w := searching()
	slog.New(searched{slog.DiscardHandler, func(text string) { w.search("the log", text) }}).Info("m", "n", 7, "none", nil, "after", time.Second)
	assert.Empty(t, w.found())
}

// spoken becomes text only when somebody asks.
type spoken struct{}

func (spoken) LogValue() slog.Value { return slog.StringValue(token) }
