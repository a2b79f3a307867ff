package world

import (
	"fmt"
	"reflect"
	"strings"
	"sync"
	"time"

	"anchorage/harness/history"
	"anchorage/sim/sinks"
)

// secrets knows what must be in no log, no history and no message: tokens and codes,
// which the identity provider recognises, and what it was told of. It is safe for
// concurrent use.
type secrets struct {
	recognise func(text string) (kind string, secret bool)

	mu    sync.Mutex
	known map[string]string // kind by secret
	found map[string]bool   // key: place and kind
}

// shortestSecret bounds what is looked at: whatever is shorter can be guessed.
const shortestSecret = 20

// learn notes a secret.
func (s *secrets) learn(kind, secret string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.known == nil {
		s.known = map[string]string{}
	}
	for word := range words(secret) {
		s.known[word] = kind
	}
}

// in says which kind of secret a text holds; "" for none.
func (s *secrets) in(text string) string {
	for word := range words(text) {
		s.mu.Lock()
		kind := s.known[word]
		s.mu.Unlock()
		if kind != "" {
			return kind
		}
		if kind, secret := s.recognise(word); secret {
			return kind
		}
	}
	return ""
}

// first says whether this is the first secret of a kind that is found in a place.
func (s *secrets) first(place, kind string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	key := place + ": " + kind
	if s.found[key] {
		return false
	}
	if s.found == nil {
		s.found = map[string]bool{}
	}
	s.found[key] = true
	return true
}

// words yields the runs of letters of which secrets consist that are long enough.
func words(text string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		start := 0
		for i := 0; i <= len(text); i++ {
			if i < len(text) && ofSecret(text[i]) {
				continue
			}
			if word := strings.Trim(text[start:i], "."); len(word) >= shortestSecret && !yield(word) {
				return
			}
			start = i + 1
		}
	}
}

func ofSecret(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_' || c == '.'
}

// texts yields every text in a value of the history.
func texts(v reflect.Value, yield func(string)) {
	switch v.Kind() {
	case reflect.String:
		yield(v.String())
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			return
		}
		for i := range v.NumField() {
			texts(v.Field(i), yield)
		}
	case reflect.Slice:
		for i := range v.Len() {
			texts(v.Index(i), yield)
		}
	case reflect.Pointer:
		if !v.IsNil() {
			texts(v.Elem(), yield)
		}
	}
}

// tell adds to the history what happened, and says where it holds a secret.
func (w *world) tell(at time.Time, actor string, d history.Data) {
	w.recorder.Add(at, actor, d)
	if r, ok := d.(history.Read); ok && r.Error == "" && r.Wrong == "" {
		return // most of a history
	}
	texts(reflect.ValueOf(d), func(text string) { w.search("the history ("+d.Kind()+")", text) })
}

// search notes it as a violation when a text holds a secret. The place and the kind
// are told once, and never the secret.
func (w *world) search(place, text string) {
	if kind := w.secrets.in(text); kind != "" && w.secrets.first(place, kind) {
		w.recorder.Add(w.clock.Now(), "secrets", history.Violation{What: fmt.Sprintf("%s holds %s", place, kind)})
	}
}

// searchLetter looks into a mail: its link is for its reader alone, and for no
// subject.
func (w *world) searchLetter(l sinks.Letter) {
	text := l.Text
	if l.Link != "" {
		text = strings.ReplaceAll(text, l.Link, "")
		if _, path, found := strings.Cut(l.Link, "//"); found {
			w.secrets.learn("a link of a mail", path)
		}
	}
	w.search("the subject of a mail", l.Subject)
	w.search("the text of a mail", text)
}
