package service

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/mail"
	"reflect"
	"slices"
	"strings"

	"anchorage/system"
)

// Validate says what is wrong with settings in JSON, as given at the start or in
// a patch. Unknown keys are errors.
func Validate(raw json.RawMessage) error {
	_, err := decode(raw)
	return err
}

// decode reads whole settings strictly and fills in the defaults.
func decode(raw []byte) (system.Settings, error) {
	var s system.Settings
	keys, err := objectOf(raw)
	if err != nil {
		return s, err
	}
	if key := unknownKey(keys, reflect.TypeFor[system.Settings](), ""); key != "" {
		return s, fmt.Errorf("settings: unknown key %s", key)
	}
	if err := json.NewDecoder(bytes.NewReader(raw)).Decode(&s); err != nil {
		if wrong, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
			err = fmt.Errorf("%s cannot be a %s", wrong.Field, wrong.Value)
		}
		return s, fmt.Errorf("settings: %w", err)
	}
	s = s.WithDefaults()
	if err := sensible(s); err != nil {
		return s, fmt.Errorf("settings: %w", err)
	}
	return s, nil
}

// unknownKey returns the path of a key that t does not have, or "". The decoder
// would find it as well, but takes "Routing" for "routing" and does not say
// where it is.
func unknownKey(o object, t reflect.Type, path string) string {
	known := map[string]reflect.Type{}
	for field := range t.Fields() {
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		known[name] = field.Type
	}
	for _, key := range slices.Sorted(maps.Keys(o)) {
		fieldType, ok := known[key]
		if !ok {
			return path + key
		}
		if inner, isObject := o[key].(object); isObject && fieldType.Kind() == reflect.Struct {
			if found := unknownKey(inner, fieldType, path+key+"."); found != "" {
				return found
			}
		}
	}
	return ""
}

// sensible checks what the types alone cannot.
func sensible(s system.Settings) error {
	switch {
	case *s.Sync.Retries < 0 || *s.Sync.Retries > 10:
		return fmt.Errorf("sync.retries is %d; expected 0 to 10", *s.Sync.Retries)
	case s.Sync.PageSize < 1 || s.Sync.PageSize > 1000:
		return fmt.Errorf("sync.page_size is %d; expected 1 to 1000", s.Sync.PageSize)
	case strings.Trim(s.Requests.Host, "abcdefghijklmnopqrstuvwxyz0123456789.-") != "":
		return fmt.Errorf("requests.host %q is not a host name", s.Requests.Host)
	case hasControl(s.Requests.UserAgent) || hasControl(s.Requests.Prefer):
		return errors.New("requests.user_agent and requests.prefer go into headers and cannot hold control characters")
	}
	if address, err := mail.ParseAddress(s.Relink.From); err != nil || address.Address != s.Relink.From {
		return fmt.Errorf("relink.from %q is not an address as sync@example.com", s.Relink.From)
	}
	return sensibleLadder(s)
}

// sensibleLadder checks what the system does by itself about failing accounts.
func sensibleLadder(s system.Settings) error {
	for _, n := range []struct {
		key          string
		value, least int
		most         int
	}{
		{"routing.experiment.pilots", s.Routing.Experiment.Pilots, 1, 100},
		{"routing.experiment.control", s.Routing.Experiment.Control, 1, 100},
		{"routing.experiment.rounds", s.Routing.Experiment.Rounds, 1, 20},
		{"relink.per_hour", s.Relink.PerHour, 1, 100_000},
		{"relink.repeat.times", s.Relink.Repeat.Times, 0, 10},
	} {
		if n.value < n.least || n.value > n.most {
			return fmt.Errorf("%s is %d; expected %d to %d", n.key, n.value, n.least, n.most)
		}
	}
	experiment := s.Routing.Experiment
	if lasts := experiment.Lasts(s.Sync.Poll.D()); s.Routing.Remediation != system.RemediationManual && experiment.Again.D() < lasts {
		return fmt.Errorf("routing.experiment.again is %s, but an experiment lasts %s: %d rounds and one more for those left alone, one each poll of %s",
			experiment.Again.D(), lasts, experiment.Rounds, s.Sync.Poll.D())
	}
	if repeat := s.Relink.Repeat; repeat.Times > 0 && repeat.After.D() >= s.Relink.LinkLife.D() {
		return fmt.Errorf("relink.repeat.after is %s; expected less than relink.link_life, %s: a reminder takes the place of a link that still works",
			repeat.After.D(), s.Relink.LinkLife.D())
	}
	return nil
}

func hasControl(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return r < ' ' || r == 0x7f })
}
