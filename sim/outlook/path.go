package outlook

import "strings"

// keys are the ids that a path names, "" where it names none.
type keys struct{ calendar, event, subscription string }

// after is where the key goes that may follow a segment, and how routes write it; nil
// for segments that none follows.
func (k *keys) after(collection string) (key *string, written string) {
	switch collection {
	case "calendars":
		return &k.calendar, "{calendar}"
	case "events":
		return &k.event, "{event}"
	case "subscriptions":
		return &k.subscription, "{subscription}"
	}
	return nil, ""
}

// canonical appends a path to form in the one way that the routes are written in, and
// gives the keys in it; nothing for what can be no route. The provider takes names in
// any case, keys as a segment or in parentheses, functions with or without them, and a
// slash at the end (provider contract 3.5 and 7). Keys stay as they are: their case
// matters.
func (s *site) canonical(form []byte, path string) ([]byte, keys) {
	var found keys
	var key *string // where the next segment goes if it is a key
	var written string
	for segment := range strings.SplitSeq(strings.Trim(path, "/"), "/") {
		if segment == "" {
			return nil, keys{}
		}
		form = append(form, '/')
		if key != nil {
			*key, key = segment, nil
			form = append(form, written...)
			continue
		}
		name, rest, _ := strings.Cut(segment, "(")
		name = s.word(name)
		form = append(form, name...)
		key, written = found.after(name)
		if id, ok := strings.CutSuffix(rest, ")"); ok && id != "" {
			if id = strings.Trim(id, "'"); id == "" || key == nil {
				return nil, keys{}
			}
			*key, key = id, nil
			form = append(append(form, '/'), written...)
		}
	}
	return form, found
}

// word is the spelling in routes of a segment that is no key.
func (s *site) word(name string) string {
	if w, ok := s.words[name]; ok {
		return w
	}
	if w, ok := s.words[strings.ToLower(name)]; ok {
		return w
	}
	return name
}
