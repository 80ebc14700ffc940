# bash completion of formwork. Load it with: eval "$(formwork completion bash)"

_formwork() {
  local line=${COMP_LINE:0:COMP_POINT} words=() starts=() piece i
  # bash splits words at the characters of COMP_WORDBREAKS too; what no space separates belongs together.
  for ((i = 0; i < COMP_CWORD; i++)); do
    piece=${COMP_WORDS[i]}
    if ((i > 0)) && [[ $line != [[:space:]]* ]]; then
      words[${#words[@]} - 1]+=$piece
    else
      words+=("$piece") starts+=("$i")
    fi
    line=${line#*"$piece"}
  done
  local last=$((${#words[@]} - 1))
  if [[ $line == [[:space:]]* ]]; then
    line=${line#"${line%%[![:space:]]*}"}
    starts+=("$COMP_CWORD")
  else
    line=${words[last]}$line
    unset "words[last]"
  fi
  words=("${words[@]//[\"\'\\]/}")
  local current=${line//[\"\'\\]/} reply directive value
  reply=$("$1" complete -- "${words[@]:1}" "$current" 2>/dev/null) && [[ $reply == :* ]] || return 0

  # readline replaces only a part of such a word: the second argument.
  local replaced=${2//[\"\'\\]/}
  local kept=${current%"$replaced"}

  COMPREPLY=()
  {
    read -r directive
    while IFS=$'\t' read -r value _; do
      [[ $value == *[!A-Za-z0-9_.,:=@%+/-]* ]] && printf -v value %q "$value"
      COMPREPLY+=("${value#"$kept"}")
    done
  } <<<"$reply"

  [[ $directive == *goes-on* ]] && compopt -o nospace 2>/dev/null
  case $directive in
    *command*)
      local first=$((${directive##* } + 1))
      if declare -F _comp_command_offset >/dev/null; then
        _comp_command_offset "${starts[first]}"
      elif declare -F _command_offset >/dev/null; then
        _command_offset "${starts[first]}"
      elif ((first == ${#words[@]})); then
        _formwork_lines "$(compgen -c -- "$replaced")"
      else
        _formwork_names -f "$replaced"
      fi
      ;;
    *files*) ((${#COMPREPLY[@]})) || _formwork_names -f "$replaced" ;;
    *folders*) ((${#COMPREPLY[@]})) || _formwork_names -d "$replaced" ;;
  esac
}

_formwork_lines() {
  local line
  while IFS= read -r line; do [[ -n $line ]] && COMPREPLY+=("$line"); done <<<"$1"
}

_formwork_names() {
  compopt -o filenames 2>/dev/null
  _formwork_lines "$(compgen "$1" -- "$2")"
}

complete -F _formwork formwork
