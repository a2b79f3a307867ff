package outlook

import "strings"

// canonical gives a path the one form that the routes are written in. The
// provider takes names in any case, keys as a segment or in parentheses,
// functions with or without them, and a slash at the end (provider contract 3.5
// and 7). Keys stay as they are: their case matters.
func (s *site) canonical(path string) (string, bool) {
	if s.isCanonical(path) {
		return path, false
	}
	var b strings.Builder
	key := false // the next segment is a key
	for segment := range strings.SplitSeq(strings.Trim(path, "/"), "/") {
		b.WriteByte('/')
		if key {
			b.WriteString(segment)
			key = false
			continue
		}
		name, rest, parenthesis := strings.Cut(segment, "(")
		b.WriteString(s.word(name))
		key = takesKey(s.word(name))
		if id, ok := strings.CutSuffix(rest, ")"); parenthesis && ok && id != "" {
			b.WriteByte('/')
			b.WriteString(strings.Trim(id, "'"))
			key = false
		}
	}
	return b.String(), true
}

// isCanonical says so without building anything.
func (s *site) isCanonical(path string) bool {
	if len(path) < 2 || path[0] != '/' {
		return false
	}
	key := false
	for rest := path[1:]; ; {
		segment, more, found := strings.Cut(rest, "/")
		if key {
			key = false
		} else if s.words[strings.ToLower(segment)] != segment || segment == "" {
			return false
		} else {
			key = takesKey(segment)
		}
		if !found {
			return true
		}
		rest = more
	}
}

func (s *site) word(name string) string {
	if w, ok := s.words[strings.ToLower(name)]; ok {
		return w
	}
	return name
}

func takesKey(collection string) bool {
	return collection == "calendars" || collection == "events" || collection == "subscriptions"
}
