<#assign texts = {"Apache-2.0": "META-INF/LICENSE", "LGPL-2.1-or-later": "META-INF/LGPL2.1"}/>
The parts of bits.jar that others wrote. Under each its licences, and where their texts are in this jar.

<#list dependencyMap as entry>
<#assign part = entry.getKey()/>
${part.name} (${part.groupId}:${part.artifactId}:${part.version} - ${part.url})
<#list entry.getValue() as licence>
    ${licence}: ${texts[licence]!("META-INF/LICENSE-" + part.artifactId + ".txt")}
</#list>
</#list>
