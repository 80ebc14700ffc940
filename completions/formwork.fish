# fish completion of formwork. Load it with: formwork completion fish | source

function __formwork_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct | string unescape)
    set -l program $words[1]
    set -e words[1]
    set -l lines ($program complete -- $words "$current" 2>/dev/null)
    set -l directive $lines[1]
    string match -q ':*' -- $directive; or return
    set -e lines[1]
    printf '%s\n' $lines
    switch $directive
        case '*command*'
            set -l first (string match -r '\d+$' -- $directive)
            set -e words[1..$first]
            complete -C (string join ' ' -- (string escape -- $words) "$current")
        case '*files*'
            # What stands before the path (--answers=, -a input=) belongs to the word.
            set -l path (string replace -r '^.*=' '' -- "$current")
            set -l before (string replace -r '[^=]*$' '' -- "$current")
            for found in (__fish_complete_path "$path")
                echo -- "$before$found"
            end
        case '*folders*'
            __fish_complete_directories "$current" ''
    end
end

complete -c formwork -f -a '(__formwork_complete)'
